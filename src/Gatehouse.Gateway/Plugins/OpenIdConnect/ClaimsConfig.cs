using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect;

/// <summary>What is asked of claims, and what becomes of them. Paths are names of members from the outermost inwards.</summary>
internal sealed record ClaimsConfig
{
    public required IReadOnlyList<string> AudienceClaim { get; init; }

    public required IReadOnlyList<string> AudienceRequired { get; init; }

    public required IReadOnlyList<string> ScopesClaim { get; init; }

    public required IReadOnlyList<string> ScopesRequired { get; init; }

    public required IReadOnlyList<string> GroupsClaim { get; init; }

    public required IReadOnlyList<string> GroupsRequired { get; init; }

    public required IReadOnlyList<string> RolesClaim { get; init; }

    public required IReadOnlyList<string> RolesRequired { get; init; }

    /// <summary>Claims that must not be there.</summary>
    public required IReadOnlyList<string> Forbidden { get; init; }

    public required IReadOnlyList<string>? AuthenticatedGroupsClaim { get; init; }

    public required IReadOnlyList<string>? ConsumerClaim { get; init; }

    public required IReadOnlyList<string> ConsumerBy { get; init; }

    public required bool IsConsumerOptional { get; init; }

    public required IReadOnlyList<string> CredentialClaim { get; init; }

    public required IReadOnlyList<(string Claim, string Name)> Upstream { get; init; }

    public required IReadOnlyList<(string Claim, string Name)> Downstream { get; init; }

    public static ClaimsConfig From(ConfigReader reader) => new()
    {
        AudienceClaim = Path(reader, "audience_claim") ?? ["aud"],
        AudienceRequired = reader.GetStrings("audience_required") ?? [],
        ScopesClaim = Path(reader, "scopes_claim") ?? ["scope"],
        ScopesRequired = reader.GetStrings("scopes_required") ?? [],
        GroupsClaim = Path(reader, "groups_claim") ?? ["groups"],
        GroupsRequired = reader.GetStrings("groups_required") ?? [],
        RolesClaim = Path(reader, "roles_claim") ?? ["roles"],
        RolesRequired = reader.GetStrings("roles_required") ?? [],
        Forbidden = reader.GetStrings("claims_forbidden") ?? [],
        AuthenticatedGroupsClaim = Path(reader, "authenticated_groups_claim"),
        ConsumerClaim = Path(reader, "consumer_claim"),
        ConsumerBy = reader.GetStrings("consumer_by") ?? ["username", "custom_id"],
        IsConsumerOptional = reader.GetBool("consumer_optional", false),
        CredentialClaim = Path(reader, "credential_claim") ?? ["sub"],
        Upstream = Pairs(reader, "upstream"),
        Downstream = Pairs(reader, "downstream"),
    };

    private static IReadOnlyList<string>? Path(ConfigReader reader, string name) => reader.GetStrings(name) is { Count: > 0 } path ? path : null;

    private static (string, string)[] Pairs(ConfigReader reader, string side)
        => [.. (reader.GetStrings($"{side}_headers_claims") ?? []).Zip(reader.GetStrings($"{side}_headers_names") ?? [])];
}
