using Gatehouse.Ai.Compliance;
using Gatehouse.Ai.Compliance.Scanning;

namespace Gatehouse.Ai.Configuration;

/// <summary>The policy of routes without one: nothing is scanned, and every deployment may see everything.</summary>
internal static class OpenPolicy
{
    /// <summary>Makes it.</summary>
    public static PolicyState Create(TimeProvider time)
    {
        var config = new CompliancePolicyConfig
        {
            Name = "none",
            Actions = DataClasses.BuiltIn.All.ToDictionary(c => c.Name, _ => PolicyAction.Allow),
            Strict = false,
        };
        var policy = CompliancePolicy.Build(config, DataClasses.BuiltIn, [])!;
        return new PolicyState
        {
            Name = config.Name,
            Compliance = policy,
            Scanner = new TextScanner(policy, time),
            DefaultClass = DataClass.Public,
        };
    }
}
