using System.Globalization;
using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Core.Configuration;

/// <summary>Tags of a target that mean something to balancing. Kong keeps them as any other tag.</summary>
public static class TargetTag
{
    /// <summary>Start of the tag that says the priority group, 1–9; 1 serves first and is the default.</summary>
    public const string Priority = "gatehouse-priority:";

    /// <summary>Start of the tag that says the zone.</summary>
    public const string Zone = "gatehouse-zone:";

    /// <summary>What is wrong with a set of tags, null = nothing.</summary>
    internal static string? Check(JsonNode tags)
    {
        string[] texts = tags is JsonArray array ? [.. array.Select(JsonScalars.AsString).OfType<string>()] : [];
        foreach (string text in texts)
        {
            if (text.StartsWith(Priority, StringComparison.Ordinal)
                && !(int.TryParse(text.AsSpan(Priority.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int group) && group is >= 1 and <= 9))
            {
                return $"tag '{text}' does not name a priority group: write {Priority}1 to {Priority}9";
            }

            if (text == Zone)
            {
                return $"tag '{text}' names no zone: write for example {Zone}eu-1";
            }
        }

        return Array.Find([Priority, Zone], p => texts.Count(t => t.StartsWith(p, StringComparison.Ordinal)) > 1) is { } twice
            ? $"more than one tag begins with {twice}: keep one" : null;
    }
}
