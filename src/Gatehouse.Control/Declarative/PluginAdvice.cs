using Gatehouse.Core.Schemas;

namespace Gatehouse.Control.Declarative;

/// <summary>
/// Says what to do about a plugin that stands in the wrong place or is not there. The latter stays an error even for plugins that Kong has: to leave out an
/// authentication or limiting plugin would open what the user closed.
/// </summary>
internal static class PluginAdvice
{
    private static readonly string[] Scopes = ["consumer", "consumer_group", "service", "route"];

    public static void Add(DeclarativeEntity entity, SchemaErrors wrong)
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

        if (wrong.HasField("name"))
        {
            AdviseName(name, wrong);
        }
    }

    private static void AdviseName(string name, SchemaErrors wrong)
    {
        if (KongPlugins.Contains(name))
        {
            wrong.Field("name").Advise("this version does not have the plugin yet; ignoring it could open what it protects, so remove it knowingly");
        }
        else if (Suggestion.For(name, KongPlugins.All) is { } near)
        {
            wrong.Field("name").Advise($"did you mean '{near}'?");
        }
    }
}
