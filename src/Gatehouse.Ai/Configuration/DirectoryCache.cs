using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Selection;
using Gatehouse.Ai.Transport;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Plugins;

namespace Gatehouse.Ai.Configuration;

/// <summary>One directory for all plugin instances of a configuration, for as long as one of them lives.</summary>
internal sealed class DirectoryCache(ProviderCatalog providers, DeploymentRegistry registry, Func<ProviderAddress, IVendorTransport> transports, TimeProvider time)
{
    private const int MaxErrorsShown = 20;

    private readonly Lock _lock = new();
    private readonly Dictionary<ConfigSet, (AiDirectory Directory, int Users)> _directories = new(ReferenceEqualityComparer.Instance);

    /// <summary>The directory of a configuration; throws <see cref="PluginBuildException"/> with everything that is wrong with it.</summary>
    public DirectoryLease Lease(ConfigSet config)
    {
        lock (_lock)
        {
            if (_directories.TryGetValue(config, out var known))
            {
                _directories[config] = (known.Directory, known.Users + 1);
                return new DirectoryLease(known.Directory, () => Release(config));
            }

            var builder = new AiDirectoryBuilder(providers, registry, transports, time);
            var directory = builder.Build(config);
            if (builder.Errors.Count > 0)
            {
                directory.Dispose();
                throw new PluginBuildException([.. builder.Errors.Take(MaxErrorsShown)]);
            }

            _directories.Add(config, (directory, 1));
            return new DirectoryLease(directory, () => Release(config));
        }
    }

    private void Release(ConfigSet config)
    {
        lock (_lock)
        {
            var (directory, users) = _directories[config];
            if (users > 1)
            {
                _directories[config] = (directory, users - 1);
                return;
            }

            _directories.Remove(config);
            directory.Dispose();
        }
    }
}
