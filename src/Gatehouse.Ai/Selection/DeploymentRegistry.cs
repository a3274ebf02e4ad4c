using System.Collections.Concurrent;

namespace Gatehouse.Ai.Selection;

/// <summary>The health of deployments by provider and vendor model, for the life of the node: a reload resets nothing.</summary>
internal sealed class DeploymentRegistry(TimeProvider time)
{
    private readonly ConcurrentDictionary<(string Provider, string Name), DeploymentHealth> _health = new();

    /// <summary>All that there ever were, in no order that means anything.</summary>
    public IEnumerable<(string Provider, string Name, DeploymentHealth Health)> All => _health.Select(h => (h.Key.Provider, h.Key.Name, h.Value));

    /// <summary>The health of a deployment.</summary>
    public DeploymentHealth Of(string provider, string name) => _health.GetOrAdd((provider, name), static (_, t) => new DeploymentHealth(t), time);
}
