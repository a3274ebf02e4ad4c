using System.Text.Json.Nodes;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Configuration.Ai;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Control.Declarative;

/// <summary>Binds the entities of the LLM gateway, whose records are read where they are used.</summary>
internal sealed class AiBinder
{
    private readonly List<AiEntityConfig> _providers = [];
    private readonly List<AiEntityConfig> _models = [];
    private readonly List<AiEntityConfig> _policies = [];
    private readonly List<AiEntityConfig> _budgets = [];

    /// <summary>Binds an entity of one of these kinds; false for others.</summary>
    public bool TryAdd(string kind, JsonObject node)
    {
        var list = kind switch
        {
            "ai_providers" => _providers,
            "ai_models" => _models,
            "ai_policies" => _policies,
            "ai_budgets" => _budgets,
            _ => null,
        };
        if (list is null)
        {
            return false;
        }

        var reader = new ConfigReader(node);
        list.Add(ConfigBinder.Common(reader, new AiEntityConfig { Id = "", Name = reader.GetString("name", ""), Record = node.DeepClone().AsObject() }));
        return true;
    }

    /// <summary>A configuration with what was bound.</summary>
    public ConfigSet AddTo(ConfigSet config)
        => config with { AiProviders = _providers, AiModels = _models, AiPolicies = _policies, AiBudgets = _budgets };
}
