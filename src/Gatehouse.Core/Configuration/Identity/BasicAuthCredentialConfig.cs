using Gatehouse.Core.Secrets;

namespace Gatehouse.Core.Configuration.Identity;

/// <summary>A Kong <c>basicauth_credential</c>.</summary>
public sealed record BasicAuthCredentialConfig : EntityConfig
{
    public required string ConsumerId { get; init; }

    public required string Username { get; init; }

    /// <summary>What passwords are compared with; never the password.</summary>
    public required StoredPassword Password { get; init; }
}
