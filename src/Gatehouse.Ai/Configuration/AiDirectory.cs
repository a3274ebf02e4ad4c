using Gatehouse.Ai.Accounting.Budgets;
using Gatehouse.Ai.Pipeline;
using Gatehouse.Ai.Selection;

namespace Gatehouse.Ai.Configuration;

/// <summary>Everything of the LLM gateway that a snapshot has: models by name, policies, budgets. Immutable.</summary>
internal sealed class AiDirectory : IDisposable
{
    private readonly Dictionary<string, ModelState> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PolicyState> _policies = new(StringComparer.Ordinal);
    private Task? _activation;

    /// <param name="models">In the order they shall be listed.</param>
    /// <param name="providers">Providers that are there.</param>
    /// <param name="policies">Policies.</param>
    /// <param name="budgets">Budgets.</param>
    public AiDirectory(
        IReadOnlyList<ModelState> models, IReadOnlyList<ProviderState> providers, IReadOnlyList<PolicyState> policies, BudgetPlan budgets)
    {
        Budgets = budgets;
        Models = models;
        Providers = providers;
        Policies = policies;
        foreach (var model in models)
        {
            _byName.TryAdd(model.Name, model);
        }

        foreach (var model in models)
        {
            foreach (string alias in model.Aliases)
            {
                _byName.TryAdd(alias, model);
            }
        }

        foreach (var policy in policies)
        {
            _policies.TryAdd(policy.Name, policy);
        }
    }

    public BudgetPlan Budgets { get; }

    public IReadOnlyList<ModelState> Models { get; }

    /// <summary>Names of all models that are configured, whether somebody is there to answer for them or not.</summary>
    public IReadOnlyCollection<string> Names { get; init; } = [];

    public IReadOnlyList<ProviderState> Providers { get; }

    public IReadOnlyList<PolicyState> Policies { get; }

    /// <summary>Finds a model by name or alias; Ollama's <c>:latest</c> may be there or not.</summary>
    public ModelState? FindModel(string name)
        => _byName.TryGetValue(name, out var model) ? model
            : name.EndsWith(":latest", StringComparison.Ordinal) ? _byName.GetValueOrDefault(name[..^":latest".Length])
            : null;

    /// <summary>
    /// Makes the budgets count, when the first request comes: a configuration that was built and refused changes nothing. Completes when they do.
    /// </summary>
    public Task Activate(AiBooks? books)
    {
        if (Volatile.Read(ref _activation) is { } known)
        {
            return known;
        }

        lock (_byName)
        {
            return _activation ??= books?.UseAsync(Budgets) ?? Task.CompletedTask;
        }
    }

    /// <summary>Closes the ways to all providers.</summary>
    public void Dispose()
    {
        foreach (var provider in Providers)
        {
            provider.Transport.Dispose();
        }
    }

    /// <summary>Finds a policy.</summary>
    public PolicyState? FindPolicy(string name) => _policies.GetValueOrDefault(name);
}
