using System.Text.RegularExpressions;

namespace Gatehouse.Commands;

/// <summary>Tells declarative files from settings files by their top-level keys.</summary>
internal static partial class FileKind
{
    /// <summary>
    /// Whether a file is declarative: it has a top-level key that only declarative files have, in block or in JSON style. A
    /// pattern instead of a parser, so that files with syntax errors are told apart too.
    /// </summary>
    public static bool IsDeclarative(string path, string text)
        => !path.EndsWith(".conf", StringComparison.OrdinalIgnoreCase)
            && (text.AsSpan().TrimStart() is ['{', ..] || DeclarativeKey().IsMatch(text));

    [GeneratedRegex(
        """^["']?(_format_version|_transform|_info|_comment|_ignore|_workspace|_konnect|services|routes|consumers|consumer_groups|upstreams|targets|certificates|snis|ca_certificates|key_sets|keys|filter_chains|[a-z0-9]+_credentials|jwt_secrets|acls)["']?[ \t]*:""",
        RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex DeclarativeKey();
}
