using System.Text.Json;

namespace Gatehouse.TestKit.Origins;

/// <summary>What an <see cref="EchoOrigin"/> says it received.</summary>
public sealed record Echo(string StartLine, int Connection, IReadOnlyList<KeyValuePair<string, string>> Headers, int BodyLength, string BodySha256, IReadOnlyList<KeyValuePair<string, string>> Trailers)
{
    public string Method => StartLine.Split(' ')[0];

    public string Target => StartLine.Split(' ')[1];

    public static Echo Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return new Echo(
            root.GetProperty("start_line").GetString()!,
            root.GetProperty("connection").GetInt32(),
            Fields(root.GetProperty("headers")),
            root.GetProperty("body_length").GetInt32(),
            root.GetProperty("body_sha256").GetString()!,
            Fields(root.GetProperty("trailers")));
    }

    /// <summary>Every value of a header, in order.</summary>
    public IReadOnlyList<string> All(string name) => [.. Headers.Where(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value)];

    private static List<KeyValuePair<string, string>> Fields(JsonElement array) =>
        [.. array.EnumerateArray().Select(pair => new KeyValuePair<string, string>(pair[0].GetString()!, pair[1].GetString()!))];
}
