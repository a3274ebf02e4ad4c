using System.Globalization;

namespace Gatehouse.Core.Schemas;

/// <summary>Recognises <c>{vault://…}</c> references.</summary>
public static class VaultSyntax
{
    private const string Start = "{vault://";

    /// <summary>Whether somebody meant a reference, well-formed or not: no check of a plain value applies to it.</summary>
    public static bool IsMeant(string? text) => text is not null && text.StartsWith(Start, StringComparison.Ordinal);

    /// <summary>
    /// Whether the whole string is a well-formed reference, <c>{vault://vault/resource[/key][?settings][#version]}</c>; a part of a
    /// string never is.
    /// </summary>
    public static bool IsReference(string? text)
    {
        if (!IsMeant(text) || text![^1] != '}')
        {
            return false;
        }

        var body = text.AsSpan(Start.Length..^1);
        if (body.LastIndexOf('#') is >= 0 and var hash)
        {
            if (!int.TryParse(body[(hash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                return false;
            }

            body = body[..hash];
        }

        body = body.IndexOf('?') is >= 0 and var question ? body[..question] : body;
        int slash = body.IndexOf('/');
        return slash > 0 && slash + 1 < body.Length && body[slash + 1] != '/';
    }
}
