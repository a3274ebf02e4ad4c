using System.Text;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Identity.Sources;
using Gatehouse.Protocols.Aws.Signing;

namespace Gatehouse.Gateway.Plugins.SigV4Auth;

/// <summary>
/// Lets in who signs the request as AWS SDKs do (Signature Version 4) with the key pair of a consumer: an <c>hmacauth_credential</c> whose
/// username is the access key id. The body is part of what is signed.
/// </summary>
internal sealed class SigV4AuthPlugin : AuthenticationPlugin
{
    private readonly SigV4AuthConfig _config;
    private readonly SigV4Verifier _verifier;
    private readonly AuthenticationFailure _missing, _malformed, _untimely, _unknown, _wrong, _notAcceptable;

    public SigV4AuthPlugin(SigV4AuthConfig config, AuthenticationOptions options, PluginBuildContext context)
        : base(options, context)
    {
        _config = config;
        _verifier = new SigV4Verifier(context.Time, new SigV4VerifierOptions { Service = config.Service, Region = config.Region, ClockSkew = config.ClockSkew });
        const string Challenge = SigV4Challenge;
        _missing = new(AuthenticationFailureReason.Missing, "Missing Authentication Token", Challenge);
        _malformed = new(AuthenticationFailureReason.Malformed, "The request signature cannot be read", Challenge);
        _untimely = new(AuthenticationFailureReason.Expired, "Signature expired, or not yet current", Challenge);
        _unknown = new(AuthenticationFailureReason.Unknown, "The request signature does not match", Challenge);
        _wrong = new(AuthenticationFailureReason.WrongSecret, "The request signature does not match", Challenge);
        _notAcceptable = new(AuthenticationFailureReason.NotAcceptable, "The request is not signed as it has to be", Challenge);
    }

    private const string SigV4Challenge = "AWS4-HMAC-SHA256";

    /// <inheritdoc/>
    protected override async ValueTask<AuthenticationOutcome> AuthenticateAsync(Exchange exchange)
    {
        string? authorization = exchange.Request.Headers.GetString(HeaderNames.Authorization);
        if (authorization is null || !SigV4Verifier.IsSigV4(authorization))
        {
            return _missing;
        }

        // Before the body is read: whoever has no key makes nobody buffer 32 MiB.
        if (_verifier.ClaimedKey(authorization) is not { } claimed)
        {
            return _malformed;
        }

        if (Find(claimed) is null)
        {
            return _unknown;
        }

        var read = await exchange.BufferRequestBodyAsync(_config.MaxBodyBytes);
        if (read != BodyRead.Whole)
        {
            return _notAcceptable;
        }

        var verdict = _verifier.Verify(RequestOf(exchange.Request), exchange.BufferedRequestBody.Span, SecretOf);
        if (_config.HideCredentials)
        {
            exchange.Request.Headers.Remove(HeaderNames.Authorization);
        }

        return verdict.IsValid && Find(verdict.AccessKeyId!) is { } credential ? AuthenticationOutcome.Success(credential) : FailureOf(verdict.Failure);
    }

    private static SigV4Request RequestOf(RequestMessage request)
    {
        var headers = new List<SigV4Header>(request.Headers.Count + 1);
        bool hasHost = false;
        foreach (var field in request.Headers)
        {
            hasHost |= field.Is(HeaderNames.Host);
            headers.Add(new SigV4Header(Encoding.ASCII.GetString(field.Name), Encoding.UTF8.GetString(field.Value)));
        }

        // HTTP/2 has it as :authority.
        if (!hasHost)
        {
            headers.Add(new SigV4Header("host", Encoding.ASCII.GetString(request.Authority)));
        }

        return new SigV4Request(request.Method.ToString(), Encoding.ASCII.GetString(request.RawPath), Encoding.ASCII.GetString(request.Query), headers);
    }

    private HmacCredential? Find(string accessKeyId)
        => Directory.FindHmac(Encoding.UTF8.GetBytes(accessKeyId)) is { Secret.IsEmpty: false } credential ? credential : null;

    private string? SecretOf(string accessKeyId) => Find(accessKeyId) is { } credential ? Encoding.UTF8.GetString(credential.Secret) : null;

    private AuthenticationFailure FailureOf(SigV4Failure failure) => failure switch
    {
        SigV4Failure.Missing => _missing,
        SigV4Failure.Malformed or SigV4Failure.DateMalformed => _malformed,
        SigV4Failure.ClockSkew => _untimely,
        SigV4Failure.UnknownKey => _unknown,
        SigV4Failure.Signature or SigV4Failure.PayloadHash => _wrong,
        _ => _notAcceptable,
    };
}
