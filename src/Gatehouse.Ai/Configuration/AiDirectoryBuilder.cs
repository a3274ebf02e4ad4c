using Gatehouse.Ai.Compliance;
using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Selection;
using Gatehouse.Ai.Transport;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Configuration.Ai;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Ai.Configuration;

/// <summary>Compiles <c>ai_providers</c>, <c>ai_models</c> and <c>ai_policies</c> of a configuration; every mistake becomes an error.</summary>
internal sealed class AiDirectoryBuilder(
    ProviderCatalog providers, DeploymentRegistry registry, Func<ProviderAddress, IVendorTransport> transports, TimeProvider time)
{
    private readonly List<ConfigError> _errors = [];
    private readonly Dictionary<string, ProviderState?> _providers = new(StringComparer.Ordinal);
    private DataClasses _classes = DataClasses.BuiltIn;

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<ConfigError> Errors => _errors;

    /// <summary>Compiles; with <see cref="Errors"/> the result has holes and must not serve.</summary>
    public AiDirectory Build(ConfigSet config)
    {
        _classes = PolicyReader.ClassesOf(config.AiPolicies, _errors);
        var providerReader = new ProviderReader(providers, transports, _errors);
        foreach (var provider in config.AiProviders)
        {
            _providers[provider.Name] = providerReader.Read(provider);
        }

        var policyReader = new PolicyReader(_classes, time, _errors);
        var policies = config.AiPolicies.Select(policyReader.Read).OfType<PolicyState>().ToList();
        var models = config.AiModels.Select(Read).OfType<ModelState>().ToList();
        new NameCheck(config, _errors).Run(models);
        return new AiDirectory(models, [.. _providers.Values.OfType<ProviderState>()], policies, BudgetReader.Read(config.AiBudgets, _errors))
        {
            Names = config.AiModels.Select(m => m.Name).ToHashSet(StringComparer.Ordinal),
        };
    }

    private ModelState? Read(AiEntityConfig config)
    {
        var reader = new ConfigReader(config.Record);
        if (!reader.GetBool("enabled", true))
        {
            return null;
        }

        string path = $"ai_models[{config.Id}]";
        var deployments = reader.GetRecords("deployments").Select((d, i) => Read(d, $"{path}.deployments[{i}]")).OfType<Deployment>().ToList();
        return deployments.Count == 0 ? null : new ModelState
        {
            Name = config.Name,
            Aliases = reader.GetStrings("aliases") ?? [],
            IsEmbedding = reader.GetString("kind") == "embedding",
            Order = OrderOf(reader.GetString("selection")),
            Deployments = deployments,
            Fallbacks = reader.GetStrings("fallbacks") ?? [],
            Retries = reader.GetInt("retries", 2),
            HedgeAfter = reader.GetInt("hedge_after") is { } ms ? TimeSpan.FromMilliseconds(ms) : null,
            CacheLifetime = reader.GetBool("cache", false) ? TimeSpan.FromSeconds(reader.GetInt("cache_ttl", 300)) : null,
            ConsumerGroups = reader.GetStrings("consumer_groups"),
            Preferences = reader.GetStringMap("prefer") ?? new Dictionary<string, string>(),
            Created = DateTimeOffset.FromUnixTimeSeconds((long)config.CreatedAt),
        };
    }

    private Deployment? Read(ConfigReader reader, string path)
    {
        string providerName = reader.GetRequiredString("provider");
        if (!_providers.TryGetValue(providerName, out var provider))
        {
            _errors.Add(new ConfigError($"{path}.provider", "there is no such ai_provider", providerName, "add it to ai_providers, or correct the name"));
            return null;
        }

        if (provider is null)
        {
            return null;
        }

        string vendorModel = reader.GetRequiredString("model");
        string name = reader.GetString("name", $"{providerName}/{vendorModel}");
        var health = registry.Of(providerName, name);
        health.Configure(new DeploymentLimits
        {
            RequestsPerMinute = reader.GetInt("requests_per_minute"),
            TokensPerMinute = reader.GetInt("tokens_per_minute"),
            MaxConcurrent = reader.GetInt("max_concurrent"),
            Cooldown = TimeSpan.FromSeconds(reader.GetInt("cooldown", 30)),
        });
        var capabilities = CapabilitiesOf(reader, provider);
        return new Deployment
        {
            Name = name,
            Provider = provider,
            Vendor = new VendorModel
            {
                Provider = provider.Address,
                Id = vendorModel,
                MaxOutputTokens = reader.GetInt("max_output_tokens"),
                UsesInvoke = reader.GetBool("invoke", false),
                TakesJsonSchema = capabilities.HasFlag(Capabilities.JsonSchema),
                HasAdaptiveThinking = reader.GetBool("adaptive_thinking", VendorHints.HasAdaptiveThinking(vendorModel)),
            },
            AdmittedClasses = ClassesOf(reader.GetStrings("data_classes") ?? provider.DataClasses, path),
            Region = reader.GetString("region") ?? provider.Address.Region,
            Weight = reader.GetInt("weight", 100),
            Priority = reader.GetInt("priority", 0),
            Capabilities = capabilities,
            ContextWindow = reader.GetInt("context_window"),
            Prices = PriceReader.Read(reader, ProviderDefaults.TypeOf(provider.Address.Kind), vendorModel, time.GetUtcNow()),
            Health = health,
        };
    }

    private DataClassSet ClassesOf(IReadOnlyList<string> names, string path)
    {
        if (names.Contains(ProviderReader.AnyClass))
        {
            return _classes.Admitted(_classes.All);
        }

        var named = new List<DataClass>(names.Count);
        foreach (string name in names)
        {
            if (_classes.TryGet(name, out var dataClass))
            {
                named.Add(dataClass);
            }
            else
            {
                _errors.Add(new ConfigError($"{path}.data_classes", "there is no such data class", name, "use public, internal, pii or phi, or add it to the classes of an ai_policy"));
            }
        }

        return _classes.Admitted(named);
    }

    private static Capabilities CapabilitiesOf(ConfigReader reader, ProviderState provider)
        => reader.GetStrings("capabilities") is { } names
            ? names.Aggregate(Capabilities.None, static (sum, name) => sum | Enum.Parse<Capabilities>(name.Replace("_", "", StringComparison.Ordinal), ignoreCase: true))
            : ProviderDefaults.CapabilitiesOf(provider.Address.Kind);

    private static SelectionOrder OrderOf(string? text) => text switch
    {
        "cost" => SelectionOrder.Cost,
        "latency" => SelectionOrder.Latency,
        "weighted" => SelectionOrder.Weighted,
        "least-busy" => SelectionOrder.LeastBusy,
        _ => SelectionOrder.Priority,
    };
}
