using Gatehouse.Core.Http;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Plugins.OpenIdConnect.Tokens;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect;

/// <summary>A field in which a token is handed on.</summary>
/// <param name="Name">The field.</param>
/// <param name="IsBearer">Whether the scheme Bearer stands before the token.</param>
/// <param name="Kind">Which token.</param>
internal sealed record TokenField(HeaderName Name, bool IsBearer, TokenKind Kind)
{
    private const string Suffix = ":bearer";

    /// <summary>Reads <c>SIDE_access_token_header</c> and its like; <c>NAME</c> or <c>NAME:bearer</c>.</summary>
    public static IReadOnlyList<TokenField> From(ConfigReader reader, string side)
        => [.. Enum.GetValues<TokenKind>().Select(k => Parse(reader.GetString($"{side}_{k.ToString().ToLowerInvariant()}_token_header"), k)).OfType<TokenField>()];

    private static TokenField? Parse(string? text, TokenKind kind)
        => text is null ? null
            : text.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase) ? new TokenField(new HeaderName(text[..^Suffix.Length]), true, kind)
            : new TokenField(new HeaderName(text), false, kind);
}
