using System.Buffers;
using System.Text.Json.Nodes;
using Gatehouse.Core.Http;
using Gatehouse.Core.Regexes;
using Gatehouse.Core.Validation;

namespace Gatehouse.Core.Schemas;

/// <summary>Ready-made fields that entities and plugins share (Kong's typedefs); messages are Kong's.</summary>
public static class CommonFields
{
    private static readonly SearchValues<char> HeaderCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>All protocols of services and routes, in the order of Kong's message.</summary>
    public static IReadOnlyList<string> Protocols { get; } = ["grpc", "grpcs", "http", "https", "tcp", "tls", "tls_passthrough", "udp"];

    /// <summary>UUID, made by the program when missing.</summary>
    public static Field Id() => Field.String("id") with { IsUuid = true, IsAuto = true };

    /// <summary>UUID that somebody else made.</summary>
    public static Field Uuid(string name) => Field.String(name) with { IsUuid = true };

    /// <summary>Seconds since 1970, whole.</summary>
    public static Field TimestampSeconds(string name) => Field.Integer(name) with { IsAuto = true, IsTimestamp = true };

    /// <summary>Seconds since 1970 with fractions.</summary>
    public static Field TimestampFraction(string name) => Field.Number(name) with { IsAuto = true, IsTimestamp = true };

    /// <summary>Host name or address without a port.</summary>
    public static Field Host(string name) => Field.String(name).Where(Text(HostTexts.Host));

    /// <summary>Host name or address, a port allowed.</summary>
    public static Field HostWithOptionalPort(string name) => Field.String(name).Where(Text(HostTexts.HostWithOptionalPort));

    /// <summary>Server name: a host name, no address, no port.</summary>
    public static Field ServerName(string name) => Field.String(name).Where(Text(HostTexts.ServerName));

    /// <summary>Server name that may have one <c>*</c> as its first or last character.</summary>
    public static Field WildcardHost(string name) => Field.String(name).Where(Text(HostTexts.WildcardHost));

    /// <summary>0–65535.</summary>
    public static Field Port(string name) => Field.Integer(name).InRange(0, 65535);

    /// <summary>Milliseconds, 0 to 2^31−2.</summary>
    public static Field Timeout(string name) => Field.Integer(name).InRange(0, int.MaxValue - 1);

    /// <summary>URL path: starts with a slash, no empty segment, RFC 3986 characters, valid %-triplets.</summary>
    public static Field Path(string name) => Field.String(name).Where(Text(PathTexts.Path));

    /// <summary>Absolute URL with scheme and host.</summary>
    public static Field Url(string name) => Field.String(name).Where(Text(PathTexts.Url));

    /// <summary>HTTP method in upper-case letters.</summary>
    public static Field HttpMethod(string name)
        => Field.String(name).Where(Text(t => t.All(char.IsAsciiLetterUpper) ? null : SchemaTexts.Invalid(t)), "methods are upper-case letters: GET, POST");

    /// <summary>Header name: letters, digits, dash, underscore.</summary>
    public static Field HeaderName(string name) => Field.String(name).Where(Text(CheckHeaderName));

    /// <summary>Cookie name: an RFC 9110 token.</summary>
    public static Field CookieName(string name)
        => Field.String(name).Where(Text(t => HttpSyntax.IsToken(t) ? null
            : $"bad cookie name '{t}', allowed characters are A-Z, a-z, 0-9, '_', and '-'"));

    /// <summary>IP address.</summary>
    public static Field Ip(string name)
        => Field.String(name).Where(Text(t => AddressText.TryParse(t, out _) ? null : $"not an ip address: {t}"));

    /// <summary>IP address or CIDR range.</summary>
    public static Field IpOrCidr(string name)
        => Field.String(name).Where(Text(t => CidrBlock.TryParse(t, out _) ? null : $"invalid ip or cidr range: '{t}'"));

    /// <summary>Unique name: letters of any script, ASCII digits, and <c>. - _ ~</c>.</summary>
    public static Field Utf8Name(string name) => Field.String(name).Unique().Where(Text(t =>
        t.All(c => c >= 0x80 || char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '~') ? null
            : $"invalid value '{t}': the only accepted ascii characters are alphanumerics or ., -, _, and ~"));

    /// <summary>Tags: printable, without <c>,</c> and <c>/</c>.</summary>
    public static Field Tags() => Field.SetOf("tags", Field.String("tag").Where(Text(t =>
        t.All(c => c is >= ' ' and not ',' and not '/' and not '\x7f') ? null
            : $"invalid tag '{t}': expected printable ascii (except `,` and `/`) or valid utf-8 sequences")));

    /// <summary>One protocol.</summary>
    public static Field Protocol(string name) => Field.String(name).AmongOf([.. Protocols]);

    /// <summary>Regular expression of our linear-time engine; plugins run it with the same <see cref="LinearRegex"/>.</summary>
    public static Field Regex(string name)
        => Field.String(name).Where(Text(t =>
            LinearRegex.TryCompile(t, RegexFlags.None, out _, out string? error) ? null : $"not a valid regex: {error}"));

    /// <summary>Turns a check over texts into a check over JSON.</summary>
    public static Func<JsonNode, string?> Text(Func<string, string?> check)
        => node => JsonScalars.AsString(node) is { } text ? check(text) : null;

    private static string? CheckHeaderName(string text)
        => text.AsSpan().ContainsAnyExcept(HeaderCharacters)
            ? $"bad header name '{text}', allowed characters are A-Z, a-z, 0-9, '_', and '-'"
            : null;
}
