using System.Text.Json;

namespace Gatehouse.Commands;

/// <summary>Names in the declarations that commands print.</summary>
internal static class YamlName
{
    private static readonly string[] Words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];

    /// <summary>The name as YAML reads it back: plain where that is safe, otherwise as a JSON string, which YAML reads, too.</summary>
    public static string Of(string name)
        => name is [>= 'A' and <= 'Z' or >= 'a' and <= 'z', ..] && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '@')
            && !Words.Contains(name, StringComparer.OrdinalIgnoreCase)
            ? name
            : $"\"{JsonEncodedText.Encode(name)}\"";
}
