namespace Gatehouse.Gateway.Identity.Grants;

/// <summary>Something random that the gateway gave out and will recognise: a code or a token. Kept under its SHA-256 only.</summary>
/// <param name="Grant">What it belongs to.</param>
/// <param name="ExpiresAt">Unix seconds, the last at which it is good.</param>
internal abstract record IssuedSecret(Grant Grant, long ExpiresAt);
