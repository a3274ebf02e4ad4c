using System.Text.Json;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Tokens;

/// <summary>Answers to pushed authorization requests (RFC 9126 section 2.2).</summary>
internal static class PushedRequest
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <summary>The request_uri; null when the answer has none.</summary>
    public static string? ReadUri(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("request_uri", out var uri)
                && uri.ValueKind == JsonValueKind.String && uri.GetString() is { Length: > 0 and <= 2048 } text ? text : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
