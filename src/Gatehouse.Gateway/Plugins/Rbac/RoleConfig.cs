namespace Gatehouse.Gateway.Plugins.Rbac;

/// <summary>A role as configured.</summary>
/// <param name="Name">Its name, also the word that stands for it in a claim.</param>
/// <param name="Inherits">Names of roles whose permissions it has, too.</param>
/// <param name="Permissions">Its own permissions.</param>
internal sealed record RoleConfig(string Name, IReadOnlyList<string> Inherits, IReadOnlyList<PermissionConfig> Permissions);
