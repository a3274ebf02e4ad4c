using System.Globalization;
using System.Text;
using Gatehouse.TestKit.Origins;

namespace Gatehouse.EndToEnd.Faults;

/// <summary>Reads head and body of a request apart, for origins that answer in between.</summary>
internal static class HeadReader
{
    /// <summary>The head with its empty line, or null when the connection ended before one.</summary>
    public static async Task<string?> TryReadAsync(ScriptedConnection connection)
    {
        var head = new StringBuilder();
        while (head.Length < 4 || head.ToString(head.Length - 4, 4) != "\r\n\r\n")
        {
            try
            {
                head.Append((char)(await connection.Reader.ReadExactlyAsync(1, connection.Stopped))[0]);
            }
            catch (TestKit.Http.HttpSyntaxException) when (head.Length == 0)
            {
                return null;
            }
        }

        return head.ToString();
    }

    /// <summary>The body that <paramref name="head"/> announces, decoded.</summary>
    public static async Task<string> ReadBodyAsync(ScriptedConnection connection, string head)
    {
        if (Field(head, "Transfer-Encoding") is not null)
        {
            return await ReadChunksAsync(connection);
        }

        int length = int.Parse(Field(head, "Content-Length") ?? "0", CultureInfo.InvariantCulture);
        return Encoding.Latin1.GetString(await connection.Reader.ReadExactlyAsync(length, connection.Stopped));
    }

    /// <summary>The value of a field in a head, or null.</summary>
    public static string? Field(string head, string name) => head.Split("\r\n")
        .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 1)..].Trim())
        .FirstOrDefault();

    private static async Task<string> ReadChunksAsync(ScriptedConnection connection)
    {
        var body = new StringBuilder();
        while (true)
        {
            int size = int.Parse(await ReadLineAsync(connection), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            body.Append(Encoding.Latin1.GetString(await connection.Reader.ReadExactlyAsync(size, connection.Stopped)));
            string line = await ReadLineAsync(connection);
            if (size == 0)
            {
                while (line.Length > 0)
                {
                    line = await ReadLineAsync(connection);
                }

                return body.ToString();
            }
        }
    }

    private static async Task<string> ReadLineAsync(ScriptedConnection connection)
    {
        var line = new StringBuilder();
        while (line.Length == 0 || line[^1] != '\n')
        {
            line.Append((char)(await connection.Reader.ReadExactlyAsync(1, connection.Stopped))[0]);
        }

        return line.ToString().TrimEnd('\r', '\n');
    }
}
