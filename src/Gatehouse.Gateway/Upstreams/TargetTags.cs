using System.Globalization;
using Gatehouse.Core.Configuration;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>What a target's tags say to the balancer. The schema has checked them.</summary>
internal static class TargetTags
{
    /// <summary>Priority group, 1 where nothing is said.</summary>
    public static int PriorityOf(IReadOnlyList<string>? tags)
        => ValueOf(tags, TargetTag.Priority) is { } text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int group) ? group : 1;

    /// <summary>Zone, null where nothing is said.</summary>
    public static string? ZoneOf(IReadOnlyList<string>? tags) => ValueOf(tags, TargetTag.Zone);

    private static string? ValueOf(IReadOnlyList<string>? tags, string prefix)
        => tags?.FirstOrDefault(t => t.StartsWith(prefix, StringComparison.Ordinal))?[prefix.Length..];
}
