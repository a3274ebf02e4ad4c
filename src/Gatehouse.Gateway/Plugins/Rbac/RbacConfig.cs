using System.Text.Json.Nodes;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Plugins.Rbac;

/// <summary>Configuration of <c>rbac</c>.</summary>
internal sealed record RbacConfig
{
    public required IReadOnlyList<RoleConfig> Roles { get; init; }

    public required IReadOnlyList<AssignmentConfig> Assignments { get; init; }

    /// <summary>Claims whose words are names of roles.</summary>
    public required IReadOnlyList<ClaimPath> Claims { get; init; }

    /// <summary>Text of a refusal.</summary>
    public required string Message { get; init; }

    public static RbacConfig From(JsonObject config)
    {
        var reader = new ConfigReader(config);
        return new RbacConfig
        {
            Roles = [.. reader.GetRecords("roles").Select(Role)],
            Assignments = [.. reader.GetRecords("assignments").Select(Assignment)],
            Claims = [.. reader.GetRecords("claims").Select(c => new ClaimPath(c.GetStrings("path") ?? []))],
            Message = reader.GetString("message", RbacFactory.DefaultMessage),
        };
    }

    private static RoleConfig Role(ConfigReader role)
        => new(role.GetString("name", ""), role.GetStrings("inherits") ?? [], [.. role.GetRecords("permissions").Select(Permission)]);

    private static PermissionConfig Permission(ConfigReader permission) => new()
    {
        Name = permission.GetString("name"),
        IsDeny = permission.GetString("effect") == "deny",
        Methods = permission.GetStrings("methods") ?? [],
        Paths = permission.GetStrings("paths") ?? [],
        Tags = permission.GetStrings("tags") ?? [],
    };

    private static AssignmentConfig Assignment(ConfigReader assignment)
        => new(
            assignment.GetString("role", ""),
            assignment.GetStrings("consumers") ?? [],
            assignment.GetStrings("consumer_groups") ?? [],
            assignment.GetStrings("groups") ?? []);
}
