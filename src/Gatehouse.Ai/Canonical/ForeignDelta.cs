using System.Text.Json;

namespace Gatehouse.Ai.Canonical;

/// <summary>Something of the answer that only one dialect has (citations, annotations, sound, server tools).</summary>
internal sealed record ForeignDelta(Dialect Dialect, string Kind, JsonElement Value) : ChatEvent
{
    /// <inheritdoc/>
    public override bool IsContent => true;
}
