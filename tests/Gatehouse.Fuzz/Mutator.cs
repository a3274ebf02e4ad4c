using System.Text;

namespace Gatehouse.Fuzz;

/// <summary>Small damage to valid messages: what remains is close enough to be let in where it should not be.</summary>
internal static class Mutator
{
    private const int MaxBytes = 4096;

    /// <summary>Pieces that parsers have stumbled over.</summary>
    private static readonly byte[][] Pieces = [.. new[]
    {
        "\r", "\n", "\r\n", "\r\n\r\n", "\n\n", "\r\r\n", "\0", "\t", " ", "\v", "\u007f", "\u0080", "\u00ff", ":", ";", ",", "=", "\"", "\\",
        "#", "?", "/", "*", "@", "[", "]", "%", "+", "-", "0", "1", "7", "f", "F", "x", "00000000000000000", "8000000000000000", "ffffffffffffffff",
        "9223372036854775807", "9223372036854775808", "Content-Length: 5\r\n", "Content-Length: 0\r\n", "content-length:1,1\r\n",
        "Transfer-Encoding: chunked\r\n", "Transfer-Encoding: identity\r\n", "Transfer-Encoding : chunked\r\n", "Connection: close\r\n",
        "Connection: upgrade\r\nUpgrade: a\r\n", "Expect: 100-continue\r\n", "Host: a\r\n", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", " HTTP/1.1\r\n",
        "GET / HTTP/1.1\r\nHost: b\r\n\r\n", "0\r\n\r\n", "0\r\n", "5\r\nhello\r\n", "5;a=b\r\nhello\r\n", "1;\n", "X: y\r\n z\r\n", "http://a", "http://a:1/b",
        "HTTP/1.1 200 OK\r\n", "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 204 No Content\r\n\r\n",
    }.Select(Encoding.Latin1.GetBytes)];

    public static byte[] Mutate(byte[][] seeds, Random random)
    {
        var bytes = new List<byte>(seeds[random.Next(seeds.Length)]);
        int count = 1 << random.Next(4);
        for (int i = 0; i < count; i++)
        {
            MutateOnce(bytes, seeds, random);
        }

        if (bytes.Count > MaxBytes)
        {
            bytes.RemoveRange(MaxBytes, bytes.Count - MaxBytes);
        }

        return [.. bytes];
    }

    private static void MutateOnce(List<byte> bytes, byte[][] seeds, Random random)
    {
        int at = random.Next(bytes.Count + 1);
        int length = Math.Min(1 + random.Next(1 + random.Next(40)), bytes.Count - at);
        switch (random.Next(7))
        {
            case 0 when length > 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1 when length > 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 4:
                byte[] other = seeds[random.Next(seeds.Length)];
                int from = random.Next(other.Length);
                bytes.RemoveRange(at, bytes.Count - at);
                bytes.AddRange(other[from..]);
                break;
            default:
                bytes.InsertRange(at, Pieces[random.Next(Pieces.Length)]);
                break;
        }
    }
}
