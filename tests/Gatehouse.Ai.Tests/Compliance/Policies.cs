using Gatehouse.Ai.Compliance;

namespace Gatehouse.Ai.Tests.Compliance;

/// <summary>Policies that tests use.</summary>
internal static class Policies
{
    /// <summary>pii and phi restricted, the rest allowed.</summary>
    public static CompliancePolicy Standard { get; } = Build(new CompliancePolicyConfig { Name = "standard" });

    public static CompliancePolicy Build(CompliancePolicyConfig config, DataClasses? classes = null)
    {
        var errors = new List<string>();
        return CompliancePolicy.Build(config, classes ?? DataClasses.BuiltIn, errors) ?? throw new InvalidOperationException(string.Join("; ", errors));
    }

    /// <summary>The standard policy with other actions for some classes.</summary>
    public static CompliancePolicy With(params (string Class, PolicyAction Action)[] actions) =>
        Build(new CompliancePolicyConfig { Name = "special", Actions = actions.ToDictionary(a => a.Class, a => a.Action) });
}
