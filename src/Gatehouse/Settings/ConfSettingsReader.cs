namespace Gatehouse.Settings;

/// <summary>Reads the syntax of kong.conf: <c>key = value</c>, comments from <c>#</c> on (<c>\#</c> is the character itself).</summary>
internal static class ConfSettingsReader
{
    public static List<SettingEntry> Read(string path, string directory, string text, List<SettingError> errors)
    {
        var entries = new List<SettingEntry>();
        var number = 0;
        foreach (var raw in text.AsSpan().EnumerateLines())
        {
            number++;
            var line = WithoutComment(raw).Trim();
            if (line.Length == 0)
            {
                continue;
            }

            var source = $"{path}:{number}";
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                errors.Add(new SettingError(source, null, "is not of the form key = value", Remedy: "put a # before a comment"));
                continue;
            }

            var key = line[..equals].Trim().ToLowerInvariant();
            var value = Unquote(line[(equals + 1)..].Trim());
            if (value.Length > 0)
            {
                SettingSourceReader.Add(entries, new SettingEntry(key, [value], false, source, directory), errors);
            }
        }

        return entries;
    }

    private static string WithoutComment(ReadOnlySpan<char> line)
    {
        var text = line.ToString();
        var from = 0;
        while (text.IndexOf('#', from) is >= 0 and var hash)
        {
            if (hash == 0 || text[hash - 1] != '\\')
            {
                return text[..hash].Replace("\\#", "#", StringComparison.Ordinal);
            }

            from = hash + 1;
        }

        return text.Replace("\\#", "#", StringComparison.Ordinal);
    }

    private static string Unquote(string value)
        => value is ['"' or '\'', .., '"' or '\''] && value[0] == value[^1] ? value[1..^1] : value;
}
