using System.Text.Json;

namespace Gatehouse.Ai.Canonical;

/// <summary>
/// A field of the request that the canonical form has no word for, by its path (<c>prediction</c>, <c>messages[2].audio</c>). A provider of
/// the same wire format sends it on where it can; any other reports it through <see cref="Providers.EncodeNotes"/>.
/// </summary>
internal sealed record ForeignField(string Path, JsonElement Value)
{
    /// <summary>Whether the answer is the same without it (<c>keep_alive</c>, <c>cache_control</c>): a warning then, never a reason to refuse.</summary>
    public bool IsHint { get; init; }
}
