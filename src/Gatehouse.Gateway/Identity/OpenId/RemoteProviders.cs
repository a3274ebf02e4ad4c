using Gatehouse.Gateway.Identity.Keys;
using Gatehouse.Gateway.Outbound;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Identity.OpenId;

/// <summary>All providers of the node, by their sources. They survive reloads; what nobody uses any more is dropped.</summary>
internal sealed class RemoteProviders(OutboundClient client, RemoteKeySets keySets, TimeProvider time, ILogger logger)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ProviderSource, RemoteProvider> _providers = [];

    /// <summary>Providers in use.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _providers.Count;
            }
        }
    }

    /// <summary>Takes a share in a provider; the first share starts its fetches. Give it back with <see cref="Release"/>.</summary>
    public RemoteProvider Acquire(ProviderSource source)
    {
        lock (_lock)
        {
            if (!_providers.TryGetValue(source, out var provider))
            {
                provider = new RemoteProvider(source, client, keySets, time, logger);
                _providers.Add(source, provider);
                provider.Start();
            }

            provider.Shares++;
            return provider;
        }
    }

    /// <summary>Gives a share back; with the last one the fetches end.</summary>
    public void Release(RemoteProvider provider)
    {
        lock (_lock)
        {
            if (--provider.Shares == 0)
            {
                _providers.Remove(provider.Source);
                provider.Dispose();
            }
        }
    }
}
