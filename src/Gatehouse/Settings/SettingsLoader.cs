namespace Gatehouse.Settings;

/// <summary>
/// Puts the settings of a node together: defaults, then the file, then <c>KONG_*</c>, then <c>GATEHOUSE_*</c>. Reports every
/// error at once; a node with one does not start.
/// </summary>
public static class SettingsLoader
{
    /// <summary>The file that is read when none is named, if it is there.</summary>
    public const string DefaultFile = "gatehouse.yaml";

    /// <summary>Reads the settings.</summary>
    /// <param name="path">The file as the user named it; null = <see cref="DefaultFile"/> where it exists.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="directory">Working directory that relative paths of the environment count from.</param>
    public static SettingsResult Load(string? path, IReadOnlyDictionary<string, string> environment, string directory)
    {
        var file = path ?? (File.Exists(Path.Combine(directory, DefaultFile)) ? Path.Combine(directory, DefaultFile) : null);
        if (file is null)
        {
            return Parse(null, "", environment, directory);
        }

        try
        {
            var info = new FileInfo(file);
            if (info.Exists && info.Length > 4L * SettingSourceReader.MaxLength)
            {
                return Unreadable(file, $"is larger than {4 * SettingSourceReader.MaxLength} bytes");
            }

            return Parse(path ?? DefaultFile, File.ReadAllText(file), environment, directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Unreadable(file, $"cannot be read: {e.Message}");
        }
    }

    /// <summary>Reads settings from the text of a file; <paramref name="path"/> is its name in errors and decides its syntax.</summary>
    public static SettingsResult Parse(string? path, string text, IReadOnlyDictionary<string, string> environment, string directory)
    {
        var errors = new List<SettingError>();
        var warnings = new List<SettingError>();
        var entries = new Dictionary<string, SettingEntry>(StringComparer.Ordinal);
        if (path is not null)
        {
            ReadFile(SettingSourceReader.Read(path, text, errors), entries, errors);
        }

        EnvironmentSettings.Read(environment, directory, entries, errors, warnings);
        var shown = new Dictionary<string, SettingEntry>(entries, StringComparer.Ordinal);
        ResolveReferences(entries, environment, errors);
        WarnOfIgnored(entries, warnings);

        var settings = NodeSettingsBinder.Bind(entries, shown, environment, errors, warnings);
        return new SettingsResult { Settings = errors.Count == 0 ? settings : null, Errors = errors, Warnings = warnings };
    }

    private static SettingsResult Unreadable(string file, string message)
        => new() { Errors = [new SettingError(file, null, message, Remedy: "name a readable settings file with --config")] };

    private static void ReadFile(List<SettingEntry> read, Dictionary<string, SettingEntry> entries, List<SettingError> errors)
    {
        foreach (var entry in read)
        {
            if (!NodeSettingsSchema.TryGet(entry.Key, out var definition))
            {
                var suggestion = NodeSettingsSchema.Suggest(entry.Key);
                errors.Add(new SettingError(entry.Source, entry.Key, "is not a known setting", null,
                    suggestion is null ? "remove it; docs/reference/settings.md lists all" : $"did you mean {suggestion}?"));
                continue;
            }

            var canonical = definition.AliasOf ?? entry.Key;
            if (!entries.TryAdd(canonical, entry with { Key = canonical }))
            {
                errors.Add(new SettingError(entry.Source, entry.Key, $"is another name of {canonical}, which is set at {entries[canonical].Source}", Remedy: "keep one of the two"));
            }
        }
    }

    private static void ResolveReferences(
        Dictionary<string, SettingEntry> entries, IReadOnlyDictionary<string, string> environment, List<SettingError> errors)
    {
        var prefix = entries.TryGetValue("vault_env_prefix", out var entry) ? entry.Text : "";
        foreach (var key in entries.Keys.ToArray())
        {
            if (!NodeSettingsSchema.TryGet(key, out var definition) || definition.IgnoredBecause is not null)
            {
                continue;
            }

            if (VaultReferences.Resolve(entries[key], prefix, environment, errors) is { } resolved)
            {
                entries[key] = resolved;
            }
            else
            {
                entries.Remove(key);
            }
        }
    }

    private static void WarnOfIgnored(Dictionary<string, SettingEntry> entries, List<SettingError> warnings)
    {
        foreach (var entry in entries.Values)
        {
            if (NodeSettingsSchema.TryGet(entry.Key, out var definition) && definition.IgnoredBecause is { } reason)
            {
                warnings.Add(new SettingError(entry.Source, entry.Key, $"is ignored: {reason}"));
            }
        }
    }
}
