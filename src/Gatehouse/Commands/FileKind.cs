using System.Buffers;
using System.Collections.Frozen;

namespace Gatehouse.Commands;

/// <summary>Tells declarative files from settings files by their top-level keys.</summary>
internal static class FileKind
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Keys = FrozenSet.Create(
        StringComparer.Ordinal,
        "_format_version", "_transform", "_info", "_comment", "_ignore", "_workspace", "_konnect", "services", "routes", "consumers",
        "consumer_groups", "upstreams", "targets", "certificates", "snis", "ca_certificates", "key_sets", "keys", "filter_chains",
        "jwt_secrets", "acls").GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly SearchValues<char> KeyCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");

    /// <summary>
    /// Whether a file is declarative: it has a top-level key that only declarative files have, in block or in JSON style. A look
    /// at the lines instead of a parser, so that files with syntax errors are told apart too; and instead of a regular expression,
    /// because compiling one took a third of the CPU time of <c>gatehouse check</c>.
    /// </summary>
    public static bool IsDeclarative(string path, string text)
        => !path.EndsWith(".conf", StringComparison.OrdinalIgnoreCase)
            && (text.AsSpan().TrimStart() is ['{', ..] || HasDeclarativeKey(text));

    private static bool HasDeclarativeKey(ReadOnlySpan<char> text)
    {
        foreach (var range in text.Split('\n'))
        {
            if (IsDeclarativeKey(text[range]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a line is <c>key:</c> at its very start, quotes around the key allowed.</summary>
    private static bool IsDeclarativeKey(ReadOnlySpan<char> line)
    {
        line = line is ['"' or '\'', ..] ? line[1..] : line;
        int length = line.IndexOfAnyExcept(KeyCharacters);
        if (length <= 0)
        {
            return false;
        }

        var key = line[..length];
        var rest = line[length..];
        rest = rest is ['"' or '\'', ..] ? rest[1..] : rest;
        return rest.TrimStart(" \t") is [':', ..] && (Keys.Contains(key) || key is not "_credentials" && key.EndsWith("_credentials"));
    }
}
