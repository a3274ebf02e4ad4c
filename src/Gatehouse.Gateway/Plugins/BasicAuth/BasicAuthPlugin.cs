using System.Net;
using System.Security.Cryptography;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Secrets;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Identity.Sources;

namespace Gatehouse.Gateway.Plugins.BasicAuth;

/// <summary>
/// Lets in who presents a user name and its password, in Proxy-Authorization or else in Authorization. Passwords from plain
/// configuration cost an HMAC; slow hashes are verified off the loop, once, and then cost an HMAC too.
/// </summary>
internal sealed class BasicAuthPlugin : AuthenticationPlugin
{
    private static readonly HeaderName ProxyAuthorization = new("Proxy-Authorization");

    private readonly BasicAuthConfig _config;
    private readonly AuthenticationFailure _missing, _malformed, _unknown, _wrong, _busy;

    public BasicAuthPlugin(BasicAuthConfig config, AuthenticationOptions options, PluginBuildContext context)
        : base(options, context)
    {
        _config = config;
        string challenge = AuthenticationFields.Challenge("Basic", config.Realm);
        _missing = Failure(AuthenticationFailureReason.Missing);
        _malformed = Failure(AuthenticationFailureReason.Malformed);
        _unknown = Failure(AuthenticationFailureReason.Unknown);
        _wrong = Failure(AuthenticationFailureReason.WrongSecret);
        _busy = new(AuthenticationFailureReason.Unavailable, "Too many passwords are being verified", null, 503);

        AuthenticationFailure Failure(AuthenticationFailureReason reason) => new(reason, "Unauthorized", challenge);
    }

    /// <inheritdoc/>
    protected override ValueTask<AuthenticationOutcome> AuthenticateAsync(Exchange exchange)
    {
        var headers = exchange.Request.Headers;
        if (!headers.Contains(ProxyAuthorization) && !headers.Contains(HeaderNames.Authorization))
        {
            return ValueTask.FromResult<AuthenticationOutcome>(_missing);
        }

        Span<byte> memory = stackalloc byte[BasicLogin.MaxBytes];
        bool isRead = TryFind(headers, ProxyAuthorization, memory, out var credential, out var stored, out var password);
        if (credential is null)
        {
            isRead |= TryFind(headers, HeaderNames.Authorization, memory, out credential, out var other, out password);
            stored = other ?? stored;
        }

        var pending = isRead
            ? Check(exchange.ClientAddress, credential, stored!, password)
            : ValueTask.FromResult<AuthenticationOutcome>(IsOurs(headers, ProxyAuthorization) || IsOurs(headers, HeaderNames.Authorization) ? _malformed : _missing);
        CryptographicOperations.ZeroMemory(memory);
        return pending;
    }

    // A field of another scheme is for another plugin: nobody has tried a password.
    private static bool IsOurs(HeaderMap headers, HeaderName field)
        => headers.CountOf(field) > 1 || AuthorizationField.TryGet(headers, field, "Basic"u8, out _);

    private bool TryFind(
        HeaderMap headers, HeaderName field, Span<byte> memory,
        out BasicCredential? credential, out StoredPassword? stored, out ReadOnlySpan<byte> password)
    {
        (credential, stored) = (null, null);
        if (!BasicLogin.TryRead(headers, field, memory, out var username, out password))
        {
            return false;
        }

        credential = Directory.FindBasic(username);
        stored = credential?.Password ?? Directory.PasswordDecoys.For(username);
        if (_config.HideCredentials)
        {
            headers.Remove(field);
        }

        return true;
    }

    private ValueTask<AuthenticationOutcome> Check(
        IPAddress client, BasicCredential? credential, StoredPassword stored, ReadOnlySpan<byte> password)
        => Node.Passwords.CheckAtOnce(stored, password) is { } isRight
            ? ValueTask.FromResult(Decide(credential, isRight))
            : CheckAsync(client, credential, stored, password.ToArray());

    private async ValueTask<AuthenticationOutcome> CheckAsync(IPAddress client, BasicCredential? credential, StoredPassword stored, byte[] password)
        => await Node.Passwords.CheckAsync(stored, password, client) is { } isRight ? Decide(credential, isRight) : _busy;

    private AuthenticationOutcome Decide(BasicCredential? credential, bool isRight)
        => credential is null ? _unknown : isRight ? AuthenticationOutcome.Success(credential) : _wrong;
}
