using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Gatehouse.EndToEnd.Kong;

/// <summary>Writes <c>request</c> as bytes.</summary>
internal static class CaseRequest
{
    public static string MethodOf(JsonElement request) => Text(request, "method") ?? "GET";

    public static string Bytes(JsonElement request, string defaultHost, string furtherFields = "")
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{MethodOf(request)} {Text(request, "path") ?? "/"} HTTP/{Text(request, "version") ?? "1.1"}\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Host: {Text(request, "host") ?? defaultHost}\r\n");
        bool isDebugged = true;
        foreach (var header in request.TryGetProperty("headers", out var headers) ? headers.EnumerateObject() : default)
        {
            isDebugged &= !header.NameEquals("kong-debug");
            foreach (var value in header.Value.ValueKind == JsonValueKind.Array ? [.. header.Value.EnumerateArray()] : new[] { header.Value })
            {
                text.Append(CultureInfo.InvariantCulture, $"{header.Name}: {value.GetString()}\r\n");
            }
        }

        text.Append(furtherFields);

        // It names the route that won in the answer.
        text.Append(isDebugged ? "Kong-Debug: 1\r\n" : "");
        AppendBody(text, request);
        return text.ToString();
    }

    private static void AppendBody(StringBuilder text, JsonElement request)
    {
        int size = request.TryGetProperty("body_bytes", out var bytes) ? bytes.GetInt32() : 0;
        bool isChunked = request.TryGetProperty("content_length", out var length) && length.ValueKind == JsonValueKind.Null;
        if (isChunked)
        {
            string body = size == 0 ? "" : $"{size:x}\r\n{new string('b', size)}\r\n";
            text.Append(CultureInfo.InvariantCulture, $"Transfer-Encoding: chunked\r\n\r\n{body}0\r\n\r\n");
        }
        else if (size > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"Content-Length: {size}\r\n\r\n").Append('b', size);
        }
        else
        {
            text.Append("\r\n");
        }
    }

    public static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
