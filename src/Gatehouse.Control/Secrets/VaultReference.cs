using System.Globalization;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Control.Secrets;

/// <summary>A reference <c>{vault://strategy/resource[/key][?setting=value…][#version]}</c>, taken apart.</summary>
public sealed record VaultReference
{
    /// <summary>Strategy (<c>env</c>) or the prefix of a configured vault.</summary>
    public required string Vault { get; init; }

    public required string Resource { get; init; }

    /// <summary>Member of a JSON object that the resource holds; null = the whole value.</summary>
    public string? Key { get; init; }

    /// <summary>1 = current, 2 = previous; default 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Settings of the vault entity and of the reference itself; the latter win.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Parses the whole text of a field; null when it is no well-formed reference.</summary>
    public static VaultReference? Parse(string text)
    {
        if (!VaultSyntax.IsReference(text))
        {
            return null;
        }

        string body = text["{vault://".Length..^1];
        int version = 1;
        if (body.LastIndexOf('#') is >= 0 and var hash)
        {
            if (!int.TryParse(body.AsSpan(hash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out version))
            {
                return null;
            }

            body = body[..hash];
        }

        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        if (body.IndexOf('?') is >= 0 and var question)
        {
            foreach (var pair in body[(question + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries))
            {
                int equals = pair.IndexOf('=');
                settings[Uri.UnescapeDataString(equals < 0 ? pair : pair[..equals])] =
                    equals < 0 ? "" : Uri.UnescapeDataString(pair[(equals + 1)..]);
            }

            body = body[..question];
        }

        var parts = body.Split('/', 3);
        return parts.Length < 2 || parts[0].Length == 0 || parts[1].Length == 0 ? null : new VaultReference
        {
            Vault = parts[0],
            Resource = Uri.UnescapeDataString(parts[1]),
            Key = parts.Length == 3 && parts[2].Length > 0 ? Uri.UnescapeDataString(parts[2]) : null,
            Version = version,
            Settings = settings,
        };
    }
}
