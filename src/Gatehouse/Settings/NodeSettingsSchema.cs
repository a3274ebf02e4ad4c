using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Gatehouse.Settings;

/// <summary>
/// Every key a node setting may have: ours, and all of Kong 3.4–3.9. The one table behind parsing, suggestions, the reference
/// page and the Admin API's <c>configuration</c>.
/// </summary>
internal static class NodeSettingsSchema
{
    /// <summary>Keys in the order of the reference page.</summary>
    public static IReadOnlyList<SettingDefinition> Definitions { get; } = [.. UsedSettings.All, .. IgnoredSettings.All];

    private static readonly FrozenDictionary<string, SettingDefinition> ByKey =
        Definitions.ToFrozenDictionary(static d => d.Key, StringComparer.Ordinal);

    /// <summary>Finds a key; a member of an open family (<c>nginx_http_*</c>, …) is found too.</summary>
    public static bool TryGet(string key, [NotNullWhen(true)] out SettingDefinition? definition)
    {
        if (ByKey.TryGetValue(key, out definition))
        {
            return true;
        }

        foreach (var (prefix, reason) in IgnoredSettings.Families)
        {
            if (key.Length > prefix.Length && key.StartsWith(prefix, StringComparison.Ordinal))
            {
                definition = new SettingDefinition(key, SettingKind.Text, null, "") { IgnoredBecause = reason };
                return true;
            }
        }

        definition = null;
        return false;
    }

    /// <summary>The definition of a key that is known to be in the table.</summary>
    public static SettingDefinition Get(string key) => ByKey[key];

    /// <summary>The nearest key that does something, for a key that is not in the table.</summary>
    public static string? Suggest(string key)
        => NearestKey.Find(key, Definitions.Where(static d => d.IgnoredBecause is null).Select(static d => d.Key))
            ?? NearestKey.Find(key, Definitions.Select(static d => d.Key));
}
