using System.Text.RegularExpressions;

namespace Gatehouse.Settings;

/// <summary>
/// Settings in the environment: <c>GATEHOUSE_&lt;KEY&gt;</c>, and <c>KONG_&lt;KEY&gt;</c> where the former is absent. An unknown
/// name of ours is an error; an unknown one of Kong's is a warning, because images and charts set such variables.
/// </summary>
internal static partial class EnvironmentSettings
{
    private const string Ours = "GATEHOUSE_";
    private const string Kongs = "KONG_";

    /// <summary>Adds what the environment says to <paramref name="entries"/>, over what a file said.</summary>
    public static void Read(
        IReadOnlyDictionary<string, string> environment,
        string directory,
        Dictionary<string, SettingEntry> entries,
        List<SettingError> errors,
        List<SettingError> warnings)
    {
        // KONG_ first, so that GATEHOUSE_ replaces it.
        foreach (var prefix in (ReadOnlySpan<string>)[Kongs, Ours])
        {
            foreach (var (name, value) in environment.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
            {
                if (!name.StartsWith(prefix, StringComparison.Ordinal) || name.Length == prefix.Length || IsServiceLink(name))
                {
                    continue;
                }

                var key = name[prefix.Length..].ToLowerInvariant();
                if (NodeSettingsSchema.TryGet(key, out var definition))
                {
                    if (value.Length > 0)
                    {
                        var canonical = definition.AliasOf ?? key;
                        entries[canonical] = new SettingEntry(canonical, [value], false, name, directory);
                    }
                }
                else if (prefix == Ours)
                {
                    errors.Add(Unknown(name, prefix, key));
                }
                else
                {
                    warnings.Add(Unknown(name, prefix, key));
                }
            }
        }
    }

    private static SettingError Unknown(string name, string prefix, string key)
    {
        var suggestion = NodeSettingsSchema.Suggest(key);
        var remedy = suggestion is null ? "unset it" : $"did you mean {prefix}{suggestion.ToUpperInvariant()}?";
        return new SettingError(name, null, "is not a known setting", Remedy: remedy);
    }

    /// <summary>
    /// Kubernetes gives every container variables for each Service of its namespace, so a Service called gatehouse or kong
    /// makes names that look like settings: <c>GATEHOUSE_PORT_8000_TCP_ADDR</c>.
    /// </summary>
    private static bool IsServiceLink(string name) => ServiceLink().IsMatch(name);

    [GeneratedRegex(@"_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT|PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)$", RegexOptions.CultureInvariant)]
    private static partial Regex ServiceLink();
}
