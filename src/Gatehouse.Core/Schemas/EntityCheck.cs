using System.Text.Json.Nodes;

namespace Gatehouse.Core.Schemas;

/// <summary>
/// A check over a record. <paramref name="Name"/> and <paramref name="Arguments"/> describe it in <c>/schemas</c> (Kong's
/// <c>entity_checks</c>, for example <c>at_least_one_of</c>); <paramref name="Run"/> reports through its second argument:
/// field path with dots (<c>@entity</c> for the record itself) and message.
/// </summary>
public sealed record EntityCheck(string Name, JsonNode? Arguments, Action<JsonObject, Action<string, string>> Run)
{
    /// <summary>Where a report about the record itself goes.</summary>
    public const string Entity = "@entity";

    /// <summary>Fields it reads; empty = any. A vault reference in one of them suspends the check.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>What to do about what it reports of a field; null = the message says it.</summary>
    public string? Remedy { get; init; }

    /// <summary>Whether it also runs when one of its fields is wrong.</summary>
    public bool RunsWithInvalidFields { get; init; }
}
