using Gatehouse.Core.Configuration;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Pipeline;
using Gatehouse.Gateway.Plugins;

namespace Gatehouse.Gateway.Snapshots;

/// <summary>Builds the plugin instances of a configuration.</summary>
internal sealed class PluginBuilder(BuiltInPlugins catalog, TimeProvider time, PluginServices services)
{
    /// <summary>Builds every enabled instance; what cannot be built is reported.</summary>
    public List<PluginInstance> Build(ConfigSet set, IdentityDirectory identities, Destinations destinations, List<ConfigError> errors)
    {
        var offered = services.With(set, identities, destinations);
        var instances = new List<PluginInstance>();
        var ranks = catalog.Descriptors.Select((d, i) => (d.Name, i)).ToDictionary(p => p.Name, p => p.i, StringComparer.Ordinal);
        foreach (var config in set.Plugins.Where(c => c.Enabled))
        {
            if (!catalog.TryGetFactory(config.Name, out var factory))
            {
                errors.Add(new ConfigError($"plugins[{config.Id}].name", "plugin is not built in", config.Name));
                continue;
            }

            var context = new PluginBuildContext
            {
                Instance = config,
                Time = time,
                StateSlot = instances.Count,
                Services = offered,
            };
            try
            {
                instances.Add(new PluginInstance(
                    config, factory.Build(config.Config, context), factory.Descriptor, ranks[config.Name]));
            }
            catch (PluginBuildException error) when (error.Errors.Count > 0)
            {
                // Several instances build upon the same entities.
                errors.AddRange(error.Errors.Where(e => !errors.Contains(e)));
            }
            catch (PluginBuildException error)
            {
                string field = error.Field is null ? "" : $".{error.Field}";
                errors.Add(new ConfigError($"plugins[{config.Id}].config{field}", error.Message, Shorten(error.Value), error.Remedy));
            }
            catch (Exception error)
            {
                // A defect of the plugin. The message may hold anything, secrets of the configuration included: only its kind is told.
                errors.Add(new ConfigError(
                    $"plugins[{config.Id}].config", $"plugin '{config.Name}' failed while it was built ({error.GetType().Name})", null,
                    "what served before keeps serving; change or remove the instance, and report the defect"));
            }
        }

        return instances;
    }

    private static string? Shorten(string? value) => value is null ? null : ValueDisplay.Shorten(value);
}
