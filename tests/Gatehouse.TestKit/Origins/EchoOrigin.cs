using System.Security.Cryptography;
using System.Text.Json;
using Gatehouse.TestKit.Http;

namespace Gatehouse.TestKit.Origins;

/// <summary>
/// Answers every HTTP/1.1 request with what arrived, byte-true, as JSON: start line, header lines in order and spelling,
/// body length and SHA-256, trailers, and which connection it came on. Members: <see cref="Echo"/>.
/// </summary>
public static class EchoOrigin
{
    public static ScriptedOrigin Start() => ScriptedOrigin.Start(async connection =>
    {
        while (await connection.Reader.TryReadRequestAsync(connection.Stopped) is { } request)
        {
            var body = Describe(request, connection.Index);
            await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n");
            if (request.Method != "HEAD")
            {
                await connection.SendAsync(body);
            }
        }
    });

    private static byte[] Describe(HttpMessage request, int connection)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("start_line", request.StartLine);
            json.WriteNumber("connection", connection);
            Write(json, "headers", request.Headers);
            json.WriteNumber("body_length", request.Body.Length);
            json.WriteString("body_sha256", Convert.ToHexStringLower(SHA256.HashData(request.Body)));
            Write(json, "trailers", request.Trailers);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<KeyValuePair<string, string>> fields)
    {
        json.WriteStartArray(name);
        foreach (var (key, value) in fields)
        {
            json.WriteStartArray();
            json.WriteStringValue(key);
            json.WriteStringValue(value);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }
}
