namespace Gatehouse.Protocols.Redis;

/// <summary>Who we are to a server (<c>AUTH</c>).</summary>
/// <param name="Username">ACL user, Redis 6 and later; null = the default user, which is also what older servers know.</param>
/// <param name="Password">Its password.</param>
public sealed record RedisCredential(string? Username, string Password)
{
    /// <summary>Tells nothing.</summary>
    public override string ToString() => nameof(RedisCredential);
}
