using System.Buffers;
using System.Text;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Secrets;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Identity.Sources;

namespace Gatehouse.Gateway.Plugins.KeyAuth;

/// <summary>
/// Lets in who presents a key of a consumer. The key is hashed where it stands and looked up by its digest; apart from bodies
/// nothing is copied or allocated.
/// </summary>
internal sealed class KeyAuthPlugin : AuthenticationPlugin
{
    // Where a key stands in a body of 64 KiB, nobody has to look in a larger one.
    private const int MaxBody = 64 * 1024;

    private const int StackBytes = 512;

    private readonly KeyAuthConfig _config;
    private readonly KeyName[] _names;
    private readonly byte[][] _parameters;
    private readonly AuthenticationFailure _missing, _several, _unknown, _expired;

    public KeyAuthPlugin(KeyAuthConfig config, AuthenticationOptions options, PluginBuildContext context)
        : base(options with { SecretNames = new SecretNames(config.KeyNames, config.KeyNames) }, context)
    {
        _config = config;
        _names = [.. config.KeyNames.Select(n => new KeyName(n))];
        _parameters = [.. _names.Select(n => n.Parameter)];
        string challenge = AuthenticationFields.Challenge("Key", config.Realm);
        _missing = new(AuthenticationFailureReason.Missing, "No API key found in request", challenge);
        _several = new(AuthenticationFailureReason.Several, "Duplicate API key found", challenge);
        _unknown = new(AuthenticationFailureReason.Unknown, "Unauthorized", challenge);
        _expired = new(AuthenticationFailureReason.Expired, "Unauthorized", challenge);
    }

    /// <inheritdoc/>
    protected override ValueTask<AuthenticationOutcome> AuthenticateAsync(Exchange exchange)
    {
        // A body without parameters is not waited for: who streams one may wait for the upstream meanwhile.
        if (_config.InBody && exchange.Request.HasBody && BodyKinds.Of(exchange.Request.Headers, out _) != BodyKind.Other)
        {
            return WithBodyAsync(exchange);
        }

        return ValueTask.FromResult(Decide(exchange, default));
    }

    private async ValueTask<AuthenticationOutcome> WithBodyAsync(Exchange exchange)
    {
        var read = await exchange.BufferRequestBodyAsync(MaxBody);
        return Decide(exchange, read == BodyRead.Whole ? exchange.BufferedRequestBody : default);
    }

    private AuthenticationOutcome Decide(Exchange exchange, ReadOnlyMemory<byte> body)
    {
        var match = Find(exchange.Request, body.Span, out var digest);
        if (match == ParameterMatch.One && _config.HideCredentials)
        {
            Hide(exchange, body);
        }

        return match switch
        {
            ParameterMatch.Several => _several,
            ParameterMatch.One => Check(in digest),
            _ => _missing,
        };
    }

    private AuthenticationOutcome Check(in SecretDigest digest)
    {
        if (Directory.FindKey(in digest) is not { } key)
        {
            return _unknown;
        }

        return key.ExpiresAt == long.MaxValue || Time.GetUtcNow().ToUnixTimeSeconds() < key.ExpiresAt
            ? AuthenticationOutcome.Success(key)
            : AuthenticationOutcome.Expired(_expired, key);
    }

    /// <summary>The first name that occurs decides, looked for in header, query and body, in this order.</summary>
    private ParameterMatch Find(RequestMessage request, ReadOnlySpan<byte> body, out SecretDigest digest)
    {
        foreach (var name in _names)
        {
            var match = _config.InHeader ? FindField(request.Headers, name.Field, _config.TakesBearer, out digest) : None(out digest);
            if (match == ParameterMatch.None && _config.InQuery && !request.Query.IsEmpty)
            {
                match = FindParameter(request.Query, name.Parameter, out digest);
            }

            if (match == ParameterMatch.None && !body.IsEmpty)
            {
                match = Digest(BodyParameters.Find(request.Headers, body, name.Parameter, out byte[] value), value, out digest);
            }

            if (match is ParameterMatch.One or ParameterMatch.Several)
            {
                return match;
            }
        }

        return None(out digest);
    }

    private static ParameterMatch FindField(HeaderMap headers, HeaderName name, bool takesBearer, out SecretDigest digest)
    {
        if (!headers.TryGet(name, out var value))
        {
            return None(out digest);
        }

        // RFC 6750 section 2.1; the scheme compares without case (RFC 9110 section 11.1).
        if (takesBearer && value.Length > 7 && Ascii.EqualsIgnoreCase(value[..7], "Bearer "u8))
        {
            value = value[7..].TrimStart((byte)' ');
        }

        return Digest(headers.CountOf(name) == 1 ? ParameterMatch.One : ParameterMatch.Several, value, out digest);
    }

    private static ParameterMatch FindParameter(ReadOnlySpan<byte> query, byte[] name, out SecretDigest digest)
    {
        byte[]? rented = query.Length > StackBytes ? ArrayPool<byte>.Shared.Rent(query.Length) : null;
        var match = Digest(QueryParameters.Find(query, name, rented ?? stackalloc byte[StackBytes], out var value), value, out digest);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }

        return match;
    }

    /// <summary>An empty key is none, as in Kong.</summary>
    private static ParameterMatch Digest(ParameterMatch match, ReadOnlySpan<byte> key, out SecretDigest digest)
    {
        digest = match == ParameterMatch.One ? SecretDigest.Of(key) : default;
        return match == ParameterMatch.One && key.IsEmpty ? ParameterMatch.NoText : match;
    }

    private static ParameterMatch None(out SecretDigest digest)
    {
        digest = default;
        return ParameterMatch.None;
    }

    /// <summary>Removes keys under every name: a second one would still be a key.</summary>
    private void Hide(Exchange exchange, ReadOnlyMemory<byte> body)
    {
        var request = exchange.Request;
        foreach (var name in _names)
        {
            request.Headers.Remove(name.Field);
        }

        QueryParameters.Remove(request, _parameters);
        if (!body.IsEmpty && BodyParameters.Remove(request.Headers, body.Span, _parameters) is { } rest)
        {
            exchange.ReplaceRequestBody(rest);
        }
    }
}
