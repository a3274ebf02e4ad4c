using System.Buffers.Binary;
using System.Text;

namespace Gatehouse.EndToEnd.Ai.Vendors;

/// <summary>
/// Writes <c>application/vnd.amazon.eventstream</c>: lengths, CRC, headers, payload, CRC; big-endian. Independent of the gateway's own.
/// </summary>
internal static class EventStream
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(static n => Enumerable.Range(0, 8).Aggregate((uint)n, static (c, _) => (c & 1) == 0 ? c >> 1 : 0xEDB88320 ^ (c >> 1)))];

    public static byte[] Event(string type, string json) => Message([(":event-type", type), (":content-type", "application/json"), (":message-type", "event")], json);

    private static byte[] Message(IReadOnlyList<(string Name, string Value)> headers, string payload)
    {
        using var block = new MemoryStream();
        foreach (var (name, value) in headers)
        {
            block.WriteByte((byte)name.Length);
            block.Write(Encoding.ASCII.GetBytes(name));
            block.WriteByte(7);
            block.WriteByte((byte)(value.Length >> 8));
            block.WriteByte((byte)value.Length);
            block.Write(Encoding.ASCII.GetBytes(value));
        }

        byte[] body = Encoding.UTF8.GetBytes(payload);
        byte[] message = new byte[16 + block.Length + body.Length];
        BinaryPrimitives.WriteUInt32BigEndian(message, (uint)message.Length);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(4), (uint)block.Length);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(8), Crc(message.AsSpan(0, 8)));
        block.ToArray().CopyTo(message, 12);
        body.CopyTo(message, 12 + (int)block.Length);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(message.Length - 4), Crc(message.AsSpan(0, message.Length - 4)));
        return message;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte b in bytes)
        {
            crc = Table[(crc ^ b) & 0xFF] ^ (crc >> 8);
        }

        return ~crc;
    }
}
