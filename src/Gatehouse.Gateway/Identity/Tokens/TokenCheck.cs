namespace Gatehouse.Gateway.Identity.Tokens;

/// <summary>How the verification of a token ended: exactly one of the two is set, none in the default value.</summary>
internal readonly struct TokenCheck
{
    private TokenCheck(VerifiedToken? token, AuthenticationFailure? failure) => (Token, Failure) = (token, failure);

    /// <summary>The token, when it is valid.</summary>
    public VerifiedToken? Token { get; }

    /// <summary>Why it is not, otherwise.</summary>
    public AuthenticationFailure? Failure { get; }

    /// <summary>Whether it has not ended yet.</summary>
    public bool IsNothing => Token is null && Failure is null;

    public static implicit operator TokenCheck(VerifiedToken token) => new(token, null);

    public static implicit operator TokenCheck(AuthenticationFailure failure) => new(null, failure);
}
