using System.Text;

namespace Gatehouse.Fuzz.Http1;

/// <summary>A request as an application saw it.</summary>
internal sealed class RecordedRequest
{
    public required string Method { get; init; }

    public required string Target { get; init; }

    public List<(string Name, string Value)> Fields { get; } = [];

    public List<(string Name, string Value)> Trailers { get; } = [];

    public StringBuilder Body { get; } = new();

    public bool IsChunked { get; set; }

    public bool HasBody { get; set; }

    /// <summary>Whether head and body were whole.</summary>
    public bool IsWhole { get; set; }

    /// <summary>
    /// One text for comparing requests by meaning: without the framing fields, which every sender writes for itself, and
    /// without the fields the writing side owns.
    /// </summary>
    public string Meaning()
    {
        var text = new StringBuilder($"{Method} {Target}\n");
        foreach ((string name, string value) in Fields.Where(f => !IsFraming(f.Name)))
        {
            text.Append($"{name}: {value}\n");
        }

        text.Append($"body {Body}\n");
        foreach ((string name, string value) in Trailers)
        {
            text.Append($"trailer {name}: {value}\n");
        }

        return text.ToString();
    }

    private static bool IsFraming(string name) =>
        name.ToUpperInvariant() is "CONTENT-LENGTH" or "TRANSFER-ENCODING" or "KEEP-ALIVE" or "PROXY-CONNECTION";
}
