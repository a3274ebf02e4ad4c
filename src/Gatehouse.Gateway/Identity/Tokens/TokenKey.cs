using Gatehouse.Core.Secrets;

namespace Gatehouse.Gateway.Identity.Tokens;

/// <summary>
/// What a verified token is found by: the digest of every byte of it, signature included (ECDSA signatures come in pairs), the plugin
/// instance that verified it, and the generation of that instance's keys.
/// </summary>
internal readonly record struct TokenKey(SecretDigest Digest, TokenScope Scope, int Generation)
{
    /// <summary>Where to look in a table. Differs by instance, so that one token with many instances does not crowd one place.</summary>
    public uint Bucket => Digest.Bucket + Scope.Salt;
}
