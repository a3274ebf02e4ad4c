using Gatehouse.Core.Schemas;

namespace Gatehouse.Control.Declarative;

/// <summary>
/// Says what to do about a plugin that is not there. It stays an error even for plugins that Kong has: to leave out an
/// authentication or limiting plugin would open what the user closed.
/// </summary>
internal static class PluginAdvice
{
    public static void Add(DeclarativeEntity entity, SchemaErrors wrong)
    {
        if (entity.Kind.Name != "plugins" || !wrong.HasField("name") || JsonScalars.AsString(entity.Node!["name"]) is not { } name)
        {
            return;
        }

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
