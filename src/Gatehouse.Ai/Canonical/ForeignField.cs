using System.Text.Json;

namespace Gatehouse.Ai.Canonical;

/// <summary>
/// A field of the request that the canonical form has no word for, by its path (<c>prediction</c>, <c>messages[2].audio</c>). A provider of
/// the same wire format sends it on where it can; any other reports it through <see cref="Providers.EncodeNotes"/>.
/// </summary>
internal sealed record ForeignField(string Path, JsonElement Value)
{
    /// <summary>
    /// Whether leaving it out changes nothing of the answer (OpenAI's <c>store</c>: false): sent on to the same wire format, never reported by others.
    /// </summary>
    public bool IsHarmless { get; init; }
}
