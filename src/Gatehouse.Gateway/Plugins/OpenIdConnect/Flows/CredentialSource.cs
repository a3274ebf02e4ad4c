using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Identity.Sources;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Flows;

/// <summary>Finds tokens and clients' credentials in requests (RFC 6750 section 2), and takes them out.</summary>
internal sealed class CredentialSource(BearerConfig config)
{
    /// <summary>Most bytes of a body that is read.</summary>
    private const int MaxBody = 64 * 1024;

    private const int MaxRefreshToken = 16 * 1024;

    // RFC 6750 section 2.1: b64token.
    private static readonly SearchValues<byte> TokenCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/="u8);

    private static readonly byte[] Parameter = "access_token"u8.ToArray();
    private static readonly byte[][] Parameters = [Parameter];

    private readonly HeaderName _refreshToken = new(config.RefreshTokenName);
    private readonly byte[]? _cookie = config is { InCookie: true, CookieName: { } name } ? Encoding.ASCII.GetBytes(name) : null;

    /// <summary>Whether a body may carry a token.</summary>
    public bool LooksInto(Exchange exchange) => config.InBody && exchange.Request.HasBody && BodyKinds.Of(exchange.Request.Headers, out _) == BodyKind.Form;

    /// <summary>Reads the body into memory.</summary>
    public static ValueTask<BodyRead> ReadBodyAsync(Exchange exchange) => exchange.BufferRequestBodyAsync(MaxBody);

    /// <summary>Finds the token. Several are as bad as a malformed one: nobody can say which is meant.</summary>
    public ParameterMatch FindToken(Exchange exchange, ReadOnlySpan<byte> body, out ReadOnlySpan<byte> token)
    {
        var request = exchange.Request;
        var match = ParameterMatch.None;
        token = default;
        if (config.InHeader && request.Headers.Contains(HeaderNames.Authorization))
        {
            match = request.Headers.CountOf(HeaderNames.Authorization) > 1 ? ParameterMatch.Several
                : AuthorizationField.TryGet(request.Headers, HeaderNames.Authorization, "Bearer"u8, out token) ? ParameterMatch.One
                : ParameterMatch.None;
        }

        if (config.InQuery && !request.Query.IsEmpty)
        {
            var inQuery = QueryParameters.Find(request.Query, Parameter, new byte[request.Query.Length], out var value);
            Merge(ref match, ref token, inQuery, value);
        }

        if (!body.IsEmpty)
        {
            var inBody = BodyParameters.Find(request.Headers, body, Parameter, out byte[] value);
            Merge(ref match, ref token, inBody, value);
        }

        if (_cookie is not null && match == ParameterMatch.None && CookieValues.TryFind(request.Headers, _cookie, out var cookie))
        {
            Merge(ref match, ref token, ParameterMatch.One, cookie);
        }

        return match == ParameterMatch.One && (token.IsEmpty || token.ContainsAnyExcept(TokenCharacters)) ? ParameterMatch.NoText : match;
    }

    /// <summary>The pair of Basic authentication as <c>id:secret</c>; null when there is none.</summary>
    public static byte[]? FindClient(HeaderMap headers)
    {
        if (!AuthorizationField.TryGet(headers, HeaderNames.Authorization, "Basic"u8, out var encoded) || encoded.Length > 4096)
        {
            return null;
        }

        byte[] pair = new byte[Base64.GetMaxDecodedFromUtf8Length(encoded.Length)];
        return Base64.DecodeFromUtf8(encoded, pair, out int consumed, out int length) == OperationStatus.Done && consumed == encoded.Length ? pair[..length] : [];
    }

    /// <summary>The refresh token of a request; null when there is none, empty when it is none that could be.</summary>
    public byte[]? FindRefreshToken(HeaderMap headers)
        => !headers.TryGet(_refreshToken, out var token) ? null
            : headers.CountOf(_refreshToken) > 1 || token.Length > MaxRefreshToken || token.ContainsAnyExceptInRange((byte)'!', (byte)'~') ? []
            : token.ToArray();

    /// <summary>Takes the credential out of the request, wherever it may stand.</summary>
    public void Hide(Exchange exchange)
    {
        var request = exchange.Request;
        request.Headers.Remove(HeaderNames.Authorization);
        request.Headers.Remove(_refreshToken);
        if (config.InQuery)
        {
            QueryParameters.Remove(request, Parameters);
        }

        var body = exchange.BufferedRequestBody;
        if (config.InBody && !body.IsEmpty && BodyParameters.Remove(request.Headers, body.Span, Parameters) is { } rest)
        {
            exchange.ReplaceRequestBody(rest);
        }

        if (_cookie is { } cookie)
        {
            CookieRemoval.Remove(request.Headers, name => name.SequenceEqual(cookie));
        }
    }

    private static void Merge(ref ParameterMatch match, ref ReadOnlySpan<byte> token, ParameterMatch found, ReadOnlySpan<byte> value)
    {
        if (found == ParameterMatch.None)
        {
            return;
        }

        token = match == ParameterMatch.None ? value : token;
        match = match == ParameterMatch.None ? found : ParameterMatch.Several;
    }
}
