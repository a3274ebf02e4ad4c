using System.Text;

namespace Gatehouse.TestKit.Http;

/// <summary>A request or response exactly as it came: header lines in order, names as spelled, nothing joined or trimmed away.</summary>
public sealed record HttpMessage(string StartLine, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body, IReadOnlyList<KeyValuePair<string, string>> Trailers)
{
    /// <summary>Status of a response.</summary>
    public int Status => int.Parse(StartLine.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture);

    public string Method => StartLine[..StartLine.IndexOf(' ', StringComparison.Ordinal)];

    public string Target => StartLine.Split(' ')[1];

    /// <summary>The body as Latin-1, one character a byte.</summary>
    public string Text => Encoding.Latin1.GetString(Body);

    /// <summary>Every value of a header, in order.</summary>
    public IReadOnlyList<string> All(string name) => [.. Headers.Where(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value)];

    /// <summary>The only value of a header, or null; two are an error of whoever sent them.</summary>
    public string? Header(string name) => All(name) switch
    {
        [] => null,
        [var only] => only,
        var many => throw new HttpSyntaxException($"{many.Count} values of {name}"),
    };
}
