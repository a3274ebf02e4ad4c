namespace Gatehouse.Gateway.Plugins.Rbac;

/// <summary>What a schema of single fields cannot see in a configuration of <c>rbac</c>.</summary>
internal static class RbacChecks
{
    /// <summary>All that is wrong.</summary>
    public static List<string> Of(RbacConfig config)
    {
        var errors = new List<string>();
        var graph = RoleGraph.Build(config.Roles, errors);
        foreach (var assignment in config.Assignments)
        {
            if (graph.IndexOf(assignment.Role) < 0)
            {
                errors.Add($"an assignment names '{assignment.Role}', which is no role");
            }

            if (assignment is { Consumers.Count: 0, ConsumerGroups.Count: 0, Groups.Count: 0 })
            {
                errors.Add($"the assignment of role '{assignment.Role}' names nobody");
            }
        }

        if (config is { Assignments.Count: 0, Claims.Count: 0 })
        {
            errors.Add("nobody has a role: set assignments or claims");
        }

        return errors;
    }
}
