namespace Gatehouse.Gateway.Identity.Tokens;

/// <summary>
/// Verifies tokens of one plugin instance. It knows no request: requests with the same token share the result. What can be refused without
/// a signature is better refused before, so that it waits for nobody.
/// </summary>
internal interface ITokenVerifier
{
    /// <summary>The failure when so many tokens wait that this one is not verified.</summary>
    AuthenticationFailure Busy { get; }

    /// <summary>
    /// Verifies a token: at most one signature, on the calling loop. Whoever awaits something (keys, an introspection) before the
    /// signature awaits <see cref="VerificationTurns.EnterAsync"/> again. An exception fails all requests that wait for it.
    /// </summary>
    /// <param name="token">The token; nobody changes it.</param>
    ValueTask<TokenCheck> VerifyAsync(ReadOnlyMemory<byte> token);
}
