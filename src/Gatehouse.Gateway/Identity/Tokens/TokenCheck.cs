namespace Gatehouse.Gateway.Identity.Tokens;

/// <summary>How the verification of a token ended: exactly one of the two is set.</summary>
internal readonly struct TokenCheck
{
    private TokenCheck(VerifiedToken? token, AuthenticationFailure? failure) => (Token, Failure) = (token, failure);

    /// <summary>The token, when it is valid.</summary>
    public VerifiedToken? Token { get; }

    /// <summary>Why it is not, otherwise.</summary>
    public AuthenticationFailure? Failure { get; }

    public static implicit operator TokenCheck(VerifiedToken token) => new(token, null);

    public static implicit operator TokenCheck(AuthenticationFailure failure) => new(null, failure);
}
