using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Identity.Sources;

namespace Gatehouse.Gateway.Plugins.HmacAuth;

/// <summary>
/// Lets in who signs the request with the secret of a credential. The checks are Kong's, in Kong's order. Within the clock skew the
/// same request is let in again, as in Kong: nothing is remembered of signatures.
/// </summary>
internal sealed class HmacAuthPlugin : AuthenticationPlugin
{
    // A body is read into memory as a whole before anything of it goes to the upstream.
    private const int MaxBody = 1024 * 1024;

    private static readonly HeaderName ProxyAuthorization = new("Proxy-Authorization");
    private static readonly HeaderName XDate = new("X-Date");

    private readonly HmacAuthConfig _config;
    private readonly byte[][] _enforced;
    private readonly (byte[] Name, int Index)[] _algorithms;
    private readonly AuthenticationFailure _missing, _untimely, _malformed, _weak, _unknown, _wrong, _wrongBody;

    public HmacAuthPlugin(HmacAuthConfig config, AuthenticationOptions options, PluginBuildContext context)
        : base(options, context)
    {
        _config = config;
        _enforced = [.. config.EnforceHeaders.Select(Encoding.UTF8.GetBytes)];
        _algorithms = [.. config.Algorithms.Select(n => (Encoding.UTF8.GetBytes(n), Array.IndexOf(HmacAlgorithm.Names, n)))];
        string challenge = AuthenticationFields.Challenge("hmac", config.Realm);
        const string Invalid = "HMAC signature cannot be verified", Wrong = "HMAC signature does not match";
        _missing = new(AuthenticationFailureReason.Missing, "Unauthorized", challenge);
        _untimely = new(
            AuthenticationFailureReason.Expired, Invalid + ", a valid date or x-date header is required for HMAC Authentication", challenge);
        _malformed = new(AuthenticationFailureReason.Malformed, Invalid, challenge);
        _weak = new(AuthenticationFailureReason.NotAcceptable, Invalid, challenge);
        _unknown = new(AuthenticationFailureReason.Unknown, Invalid, challenge);
        _wrong = new(AuthenticationFailureReason.WrongSecret, Wrong, challenge);
        _wrongBody = new(AuthenticationFailureReason.NotAcceptable, Wrong, challenge);
    }

    /// <inheritdoc/>
    protected override ValueTask<AuthenticationOutcome> AuthenticateAsync(Exchange exchange)
    {
        var headers = exchange.Request.Headers;
        if (!headers.Contains(ProxyAuthorization) && !headers.Contains(HeaderNames.Authorization))
        {
            return ValueTask.FromResult<AuthenticationOutcome>(_missing);
        }

        if (!IsTimely(headers, XDate) && !IsTimely(headers, HeaderNames.Date))
        {
            return ValueTask.FromResult<AuthenticationOutcome>(_untimely);
        }

        var field = ProxyAuthorization;
        if (!TryRead(headers, field, out var parameters))
        {
            field = HeaderNames.Authorization;
            if (!TryRead(headers, field, out parameters))
            {
                return ValueTask.FromResult<AuthenticationOutcome>(_malformed);
            }
        }

        var failure = Check(exchange.Request, in parameters, out var credential);
        if (_config.HideCredentials)
        {
            // Not before: the parameters stand in it.
            headers.Remove(field);
        }

        return failure is not null ? ValueTask.FromResult<AuthenticationOutcome>(failure)
            : !_config.ValidateRequestBody ? ValueTask.FromResult(AuthenticationOutcome.Success(credential!))
            : CheckBodyAsync(exchange, credential!);
    }

    private static bool TryRead(HeaderMap headers, HeaderName field, out HmacParameters parameters)
    {
        parameters = default;
        return AuthorizationField.TryGet(headers, field, "hmac"u8, out var text) && HmacParameters.TryRead(text, out parameters);
    }

    private bool IsTimely(HeaderMap headers, HeaderName field)
        => RequestDate.TryRead(headers, field, out var date) && Math.Abs((Time.GetUtcNow() - date).TotalSeconds) <= _config.ClockSkew;

    private AuthenticationFailure? Check(RequestMessage request, in HmacParameters parameters, out HmacCredential? credential)
    {
        credential = null;
        int algorithm = AlgorithmOf(parameters.Algorithm);
        if (algorithm < 0 || !CoversEnforced(parameters.Headers))
        {
            return _weak;
        }

        credential = Directory.FindHmac(parameters.Username);
        return credential is null || credential.Secret.IsEmpty ? _unknown
            : IsSigned(request, in parameters, algorithm, credential.Secret) ? null
            : _wrong;
    }

    private int AlgorithmOf(ReadOnlySpan<byte> name)
    {
        foreach (var (known, index) in _algorithms)
        {
            if (name.SequenceEqual(known))
            {
                return index;
            }
        }

        return -1;
    }

    private bool CoversEnforced(ReadOnlySpan<byte> names)
    {
        foreach (byte[] enforced in _enforced)
        {
            bool isCovered = false;
            foreach (var range in names.Split((byte)' '))
            {
                isCovered |= Ascii.EqualsIgnoreCase(names[range], enforced);
            }

            if (!isCovered)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsSigned(RequestMessage request, in HmacParameters parameters, int algorithm, ReadOnlySpan<byte> secret)
    {
        bool isBuilt = SigningString.TryBuild(request, parameters.Headers, out var text);
        Span<byte> expected = stackalloc byte[HmacAlgorithm.MaxBytes];
        Span<byte> given = stackalloc byte[HmacAlgorithm.MaxBytes];
        int length = isBuilt ? HmacAlgorithm.Sign(algorithm, secret, text.Bytes, expected) : -1;
        text.Dispose();
        return isBuilt
            && Base64.DecodeFromUtf8(parameters.Signature, given, out _, out int written) == OperationStatus.Done
            && written == length
            && CryptographicOperations.FixedTimeEquals(expected[..length], given[..length]);
    }

    private async ValueTask<AuthenticationOutcome> CheckBodyAsync(Exchange exchange, HmacCredential credential)
    {
        var read = await exchange.BufferRequestBodyAsync(MaxBody);
        return read == BodyRead.Whole && BodyDigest.Matches(exchange.Request.Headers, exchange.BufferedRequestBody.Span)
            ? AuthenticationOutcome.Success(credential)
            : _wrongBody;
    }
}
