using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Compliance;
using Gatehouse.Ai.Configuration;
using Gatehouse.Ai.Selection;
using Gatehouse.Ai.Surfaces;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Ai.Pipeline;

/// <summary>What a plugin instance may use: models, policy, least class. Compiled with it.</summary>
internal sealed class AiScope
{
    private readonly IReadOnlyList<string>? _models;

    private AiScope(AiGatewayConfig config, AiDirectory directory, PolicyState? policy, DataClass? dataClass)
    {
        _models = config.Models;
        Directory = directory;
        Policy = policy;
        DataClass = dataClass;
        ReportsCost = config.ReportsCost;
        KeepAlive = config.KeepAlive;
    }

    public AiDirectory Directory { get; }

    /// <summary>Decides what may go where; null = nothing is scanned.</summary>
    public PolicyState? Policy { get; }

    /// <summary>Least class of requests here; null = the policy's.</summary>
    public DataClass? DataClass { get; }

    public bool ReportsCost { get; }

    /// <summary>How long a stream may be silent; null = for ever.</summary>
    public TimeSpan? KeepAlive { get; }

    /// <summary>Compiles; throws <see cref="PluginBuildException"/> for names that do not exist.</summary>
    public static AiScope Of(AiGatewayConfig config, AiDirectory directory)
    {
        var policy = config.Policy is not { } name ? null
            : directory.FindPolicy(name) ?? throw new PluginBuildException("policy", "there is no such ai_policy", name, "add it to ai_policies, or correct the name");
        if (config.Models?.FirstOrDefault(m => !directory.Names.Contains(m)) is { } unknown)
        {
            throw new PluginBuildException("models", "there is no such ai_model", unknown, "add it to ai_models, or correct the name");
        }

        DataClass? dataClass = null;
        if (config.DataClass is { } className && !(policy?.Compliance.Classes ?? DataClasses.BuiltIn).TryGet(className, out dataClass))
        {
            throw new PluginBuildException("data_class", "there is no such data class", className, "use public, internal, pii or phi, or add it to the classes of the ai_policy");
        }

        if (dataClass is not null && policy is null)
        {
            throw new PluginBuildException("data_class", "has no effect without a policy", config.DataClass, "set policy too");
        }

        return new AiScope(config, directory, policy, dataClass);
    }

    /// <summary>Finds a model that the client may use here; throws <see cref="AiException"/> that does not tell others' models apart from none.</summary>
    public ModelState Find(AiCall call, string name)
        => Directory.FindModel(name) is { } model && Offers(model, call)
            ? model
            : throw new AiException(AiErrorKind.ModelNotFound, $"The model '{Shown(name)}' does not exist or you do not have access to it.", "model");

    /// <summary>Whether the client may use a model here.</summary>
    public bool Offers(ModelState model, AiCall call)
        => (_models is null || _models.Contains(model.Name, StringComparer.Ordinal)) && model.IsOpenTo(call.Groups);

    /// <summary>The models the client may use.</summary>
    public ModelCatalog CatalogFor(AiCall call, string version)
        => new([.. Directory.Models.Where(m => Offers(m, call)).Select(CardOf)], call.Time) { Version = version };

    private static ModelCard CardOf(ModelState model)
    {
        var capabilities = model.Deployments.Aggregate(Capabilities.None, static (sum, d) => sum | d.Capabilities);
        return new ModelCard(model.Name)
        {
            Created = model.Created,
            Providers = [.. model.Deployments.Select(d => d.Provider.Name).Distinct(StringComparer.Ordinal)],
            IsEmbedding = model.IsEmbedding,
            ContextWindow = model.Deployments.Max(d => d.ContextWindow),
            MaxOutputTokens = model.Deployments.Max(d => d.Vendor.MaxOutputTokens),
            TakesImages = capabilities.HasFlag(Capabilities.Vision),
            TakesTools = capabilities.HasFlag(Capabilities.Tools),
            Thinks = capabilities.HasFlag(Capabilities.Reasoning),
        };
    }

    private static string Shown(string name) => ValueDisplay.Printable(name.Length <= 100 ? name : name[..100]);
}
