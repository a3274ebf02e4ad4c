namespace Gatehouse.Gateway.Plugins.Rbac;

/// <summary>Who has a role, as configured: anybody in any of the lists.</summary>
/// <param name="Role">Name of the role.</param>
/// <param name="Consumers">Consumers by user name or id.</param>
/// <param name="ConsumerGroups">Names of consumer groups.</param>
/// <param name="Groups">Groups of plugin acl, and groups that an authentication plugin verified.</param>
internal sealed record AssignmentConfig(
    string Role, IReadOnlyList<string> Consumers, IReadOnlyList<string> ConsumerGroups, IReadOnlyList<string> Groups);
