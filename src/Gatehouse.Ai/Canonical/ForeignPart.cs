using System.Text.Json;

namespace Gatehouse.Ai.Canonical;

/// <summary>
/// A piece of content that only one dialect has (server tools, search results, citations): sent on to a provider of the same dialect,
/// refused or reported to others.
/// </summary>
internal sealed record ForeignPart(Dialect Dialect, string Kind, JsonElement Value) : Part;
