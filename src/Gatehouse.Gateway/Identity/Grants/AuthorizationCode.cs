namespace Gatehouse.Gateway.Identity.Grants;

/// <summary>What a code stands for (RFC 6749 section 4.1.2).</summary>
/// <param name="Grant">What is granted.</param>
/// <param name="RedirectUri">Where it was sent.</param>
/// <param name="Challenge">S256 challenge of PKCE (RFC 7636), base64url without padding; null = none was given.</param>
/// <param name="ExpiresAt">Unix seconds, the last at which it is good.</param>
internal sealed record AuthorizationCode(Grant Grant, string RedirectUri, string? Challenge, long ExpiresAt) : IssuedSecret(Grant, ExpiresAt);
