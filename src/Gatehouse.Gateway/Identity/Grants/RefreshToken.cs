using Gatehouse.Core.Secrets;

namespace Gatehouse.Gateway.Identity.Grants;

/// <summary>What a refresh token stands for.</summary>
/// <param name="Grant">What was granted.</param>
/// <param name="AccessToken">The access token that was issued with it, and goes when it is used.</param>
/// <param name="IssuedAt">Unix seconds.</param>
/// <param name="ExpiresAt">Unix seconds, the last at which it is good; <see cref="long.MaxValue"/> = it does not end.</param>
internal sealed record RefreshToken(Grant Grant, SecretDigest AccessToken, long IssuedAt, long ExpiresAt) : IssuedSecret(Grant, ExpiresAt);
