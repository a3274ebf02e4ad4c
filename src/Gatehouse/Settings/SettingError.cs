namespace Gatehouse.Settings;

/// <summary>One thing that is wrong with the settings of a node, or worth a warning.</summary>
/// <param name="Source">File and line, or the name of the environment variable.</param>
/// <param name="Key">Key of the setting, null when the source as a whole is meant.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Value">The value as written, shortened; null when absent or secret.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record SettingError(string Source, string? Key, string Message, string? Value = null, string? Remedy = null)
{
    private const int MaxShownValue = 120;

    /// <summary>One line for people: <c>source: key: message (value: …); remedy</c>.</summary>
    public override string ToString()
    {
        var key = Key is null ? "" : $"{Key}: ";
        var value = Value is null ? "" : $" (value: {Shorten(Value)})";
        var remedy = Remedy is null ? "" : $"; {Remedy}";
        return $"{Source}: {key}{Message}{value}{remedy}";
    }

    /// <summary>Keeps an error on one line of a terminal, whatever the value holds.</summary>
    private static string Shorten(string value)
    {
        var line = string.Create(value.Length, value, static (span, text) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = char.IsControl(text[i]) ? ' ' : text[i];
            }
        });
        return line.Length <= MaxShownValue ? line : $"{line[..MaxShownValue]}…";
    }
}
