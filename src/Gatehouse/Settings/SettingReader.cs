using System.Globalization;

namespace Gatehouse.Settings;

/// <summary>
/// Reads typed values out of what was written, and collects every error on the way: a wrong value gives the default back, so that
/// reading goes on to the next.
/// </summary>
internal sealed class SettingReader(IReadOnlyDictionary<string, SettingEntry> entries, List<SettingError> errors, List<SettingError> warnings)
{
    /// <summary>Whether somebody set the key.</summary>
    public bool IsSet(string key) => entries.ContainsKey(key);

    /// <summary>The entry of a key, null when it has its default.</summary>
    public SettingEntry? Entry(string key) => entries.GetValueOrDefault(key);

    /// <summary>The text, or the default; null when there is neither.</summary>
    public string? Text(string key)
    {
        if (Entry(key) is not { } entry)
        {
            return NodeSettingsSchema.Get(key).Default;
        }

        if (entry.Values.Count == 1)
        {
            return entry.Values[0];
        }

        Fail(key, "expects one value, not a list", "write one value");
        return NodeSettingsSchema.Get(key).Default;
    }

    public bool Switch(string key)
    {
        switch (Text(key))
        {
            case "on" or "true":
                return true;
            case "off" or "false":
                return false;
            default:
                Fail(key, "is neither on nor off", "write on or off");
                return false;
        }
    }

    /// <summary>A whole number in the range of the key; null for the key's word (<c>auto</c>).</summary>
    public int? Integer(string key)
    {
        var definition = NodeSettingsSchema.Get(key);
        var text = Text(key);
        if (definition.Word is { } word && text == word)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= definition.Min && number <= definition.Max)
        {
            return number;
        }

        var beside = definition.Word is null ? "" : $" or {definition.Word}";
        Fail(key, "is not a whole number in its range", $"write a number from {definition.Min} to {definition.Max}{beside}");
        return null;
    }

    /// <summary>A number of which 0 means that there is no limit.</summary>
    public int? Limit(string key) => Integer(key) is > 0 and var limit ? limit : null;

    /// <summary>Bytes of which 0 means that there is no limit.</summary>
    public long? Size(string key)
    {
        if (Quantity.TryParseSize(Text(key) ?? "0", out var bytes))
        {
            return bytes == 0 ? null : bytes;
        }

        Fail(key, "is not a size", "write a number of bytes with k, m or g, for example 8m; 0 means no limit");
        return null;
    }

    /// <summary>A duration, null when the key has neither value nor default.</summary>
    public TimeSpan? Duration(string key)
    {
        var text = Text(key);
        if (text is null)
        {
            return null;
        }

        if (Quantity.TryParseDuration(text, out var duration))
        {
            return duration;
        }

        Fail(key, "is not a duration", "write seconds, or a number with ms, s, m, h or d");
        return null;
    }

    public string Choice(string key)
    {
        var definition = NodeSettingsSchema.Get(key);
        var text = Text(key)!;
        if (definition.Choices.Contains(text))
        {
            return text;
        }

        if (definition.Tolerated.TryGetValue(text, out var sentence))
        {
            Warn(key, sentence);
        }
        else
        {
            Fail(key, $"is not one of {string.Join(", ", definition.Choices)}", definition.Remedy ?? $"write one of {string.Join(", ", definition.Choices)}");
        }

        return definition.Default!;
    }

    /// <summary>The elements, without empty ones.</summary>
    public IReadOnlyList<string> List(string key)
    {
        var entry = Entry(key);
        return entry is { IsSequence: true } ? entry.Values : SettingList.Split(entry?.Values[0] ?? NodeSettingsSchema.Get(key).Default ?? "");
    }

    /// <summary>An absolute path, null when unset.</summary>
    public string? Path(string key)
        => Text(key) is { Length: > 0 } text ? System.IO.Path.GetFullPath(text, Entry(key)?.BaseDirectory ?? "/") : null;

    public void Fail(string key, string message, string? remedy)
    {
        var entry = Entry(key);
        var isSecret = entry is null || entry.IsResolved || NodeSettingsSchema.Get(key).IsSecret;
        errors.Add(new SettingError(entry?.Source ?? "default", key, message, isSecret ? null : entry!.Text, remedy));
    }

    public void Warn(string key, string message)
        => warnings.Add(new SettingError(Entry(key)?.Source ?? "default", key, message, Entry(key) is { IsResolved: false } e ? e.Text : null));
}
