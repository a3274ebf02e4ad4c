namespace Gatehouse.Control.Declarative;

/// <summary>Plugins of Kong's whose work is done here by another, and what their fields are called there.</summary>
internal static class MovedPlugins
{
    private const string Guide = "docs/guides/rate-limiting.md";

    // To remove them would open what they protect; what they do is there under another name.
    private static readonly Dictionary<string, string> Replacements = new(StringComparer.Ordinal)
    {
        ["rate-limiting-advanced"] = $"write it as rate-limiting with 'limits': {Guide}",
        ["service-protection"] = $"write it as rate-limiting with limit_by: service: {Guide}",
    };

    private static readonly Dictionary<string, string> AdvancedFields = new(StringComparer.Ordinal)
    {
        ["limit"] = "limits: [{name: a, limit: 5, window_size: 60}]",
        ["window_size"] = "limits: [{name: a, limit: 5, window_size: 60}]",
        ["window_type"] = "algorithm: sliding-window, or fixed-window",
        ["identifier"] = "limit_by",
        ["strategy"] = "policy: redis, or local",
        ["compound_identifier"] = "one of 'limits' for each limit_by, or an expression",
        ["consumer_groups"] = "tiers",
        ["enforce_consumer_groups"] = "tiers",
        ["namespace"] = "remove it: counters belong to what the instance is bound to",
        ["dictionary_name"] = "remove it",
        ["disable_penalty"] = "remove it: refusals are never counted",
        ["retry_after_jitter_max"] = "remove it: Retry-After is exact",
        ["throttling"] = "remove it: nobody waits in line",
        ["lock_dictionary_name"] = "remove it",
    };

    /// <summary>What does the work of a plugin that is not there; null when nothing does.</summary>
    public static string? ReplacementOf(string name) => Replacements.GetValueOrDefault(name);

    /// <summary>What a field of <c>rate-limiting-advanced</c> is called in <c>rate-limiting</c>; null for any other.</summary>
    public static string? FieldOfAdvancedLimits(string field) => AdvancedFields.GetValueOrDefault(field);
}
