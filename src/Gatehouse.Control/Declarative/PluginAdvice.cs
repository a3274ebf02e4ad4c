using Gatehouse.Core.Configuration;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Control.Declarative;

/// <summary>
/// Says what to do about a plugin that stands in the wrong place or is not there. The latter stays an error even for plugins that Kong has: to leave out an
/// authentication or limiting plugin would open what the user closed.
/// </summary>
internal static class PluginAdvice
{
    private static readonly string[] Scopes = ["consumer", "consumer_group", "service", "route"];

    public static void Add(DeclarativeEntity entity, SchemaErrors wrong, IPluginCatalog plugins)
    {
        if (entity.Kind.Name != "plugins" || JsonScalars.AsString(entity.Node!["name"]) is not { } name)
        {
            return;
        }

        foreach (string scope in Scopes)
        {
            if (wrong.HasField(scope) && wrong.Field(scope).Message == SchemaTexts.MustBeNull)
            {
                wrong.Field(scope).Advise($"plugin '{name}' cannot be bound to a {scope}: move it to where it can");
            }
        }

        if (name == "rate-limiting" && wrong.HasField("config"))
        {
            foreach (var (field, error) in wrong.Field("config").Fields)
            {
                if (error.Message == SchemaTexts.Unknown && MovedPlugins.FieldOfAdvancedLimits(field) is { } today)
                {
                    error.Advise($"it is of rate-limiting-advanced; here: {today}");
                }
            }
        }

        if (wrong.HasField("name") && Missing(name, plugins) is { } advice)
        {
            wrong.Field("name").Advise($"{advice.Reason}; {advice.Remedy}");
        }
    }

    /// <summary>
    /// A warning when the entity is a switched-off instance of a plugin that is not there: what does nothing anyway need not be
    /// understood. Null for every other entity.
    /// </summary>
    public static ConfigError? SwitchedOff(DeclarativeEntity entity, IPluginCatalog plugins)
        => entity.Kind.Name == "plugins" && entity.Node is { } node && JsonScalars.AsBoolean(node["enabled"]) == false
            && JsonScalars.AsString(node["name"]) is { Length: > 0 } name && Missing(name, plugins) is { } advice
            ? new ConfigError($"{entity.Path}.name", $"{advice.Reason}; ignored, because enabled is false", ValueDisplay.Shorten(name))
            : null;

    // Kong's message says to add the plugin to a setting, which is true in the first case only; the others must say so.
    private static (string Reason, string Remedy)? Missing(string name, IPluginCatalog plugins)
        => plugins.TryGet(name, out _) ? null
            : plugins.IsLeftOut(name) ? ("the node's setting 'plugins' leaves it out", "name it there, or remove it here")
            : MovedPlugins.ReplacementOf(name) is { } instead ? ("this version does not have the plugin, whatever the setting 'plugins' says", instead)
            : KongPlugins.Contains(name) ? ("this version does not have the plugin, whatever the setting 'plugins' says", "ignoring it could open what it protects, so remove it knowingly")
            : ("no plugin of this name is known", Suggestion.For(name, plugins.Descriptors.Select(static d => d.Name).Union(KongPlugins.All)) is { } near ? $"did you mean '{near}'?" : "correct the name; ignoring it could open what it protects, so remove it knowingly");
}
