namespace Gatehouse.Settings;

/// <summary>Reads a settings file: kong.conf syntax when its name ends in <c>.conf</c>, YAML otherwise.</summary>
internal static class SettingSourceReader
{
    /// <summary>A settings file has a few hundred lines; certificates inline make it longer.</summary>
    public const int MaxLength = 1024 * 1024;

    /// <summary>
    /// Reads the entries of <paramref name="text"/> in order, aliases and unknown keys as they are. Syntax errors go to
    /// <paramref name="errors"/>.
    /// </summary>
    public static List<SettingEntry> Read(string path, string text, List<SettingError> errors)
    {
        if (text.Length > MaxLength)
        {
            errors.Add(new SettingError(path, null, $"is longer than {MaxLength} characters", Remedy: "is this the file that was meant?"));
            return [];
        }

        var directory = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/";
        return path.EndsWith(".conf", StringComparison.OrdinalIgnoreCase)
            ? ConfSettingsReader.Read(path, directory, text, errors)
            : YamlSettingsReader.Read(path, directory, text, errors);
    }

    /// <summary>Adds an entry, or an error when its key is there already.</summary>
    public static void Add(List<SettingEntry> entries, SettingEntry entry, List<SettingError> errors)
    {
        if (entries.Find(e => e.Key == entry.Key) is { } first)
        {
            errors.Add(new SettingError(entry.Source, entry.Key, $"is set twice, first at {first.Source}", Remedy: "keep one of the two"));
            return;
        }

        entries.Add(entry);
    }
}
