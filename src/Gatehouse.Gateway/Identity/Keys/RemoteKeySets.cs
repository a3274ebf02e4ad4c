using Gatehouse.Gateway.Outbound;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Identity.Keys;

/// <summary>All remote key sets of the node, by their sources. They survive reloads; what nobody uses any more is dropped.</summary>
internal sealed class RemoteKeySets(OutboundClient client, TimeProvider time, ILogger logger, RemoteDocumentOptions? options = null)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<KeySource, RemoteKeySet> _sets = [];

    /// <summary>Sets in use.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _sets.Count;
            }
        }
    }

    /// <summary>Takes a share in a set; the first share starts its fetches. Give it back with <see cref="Release"/>.</summary>
    public RemoteKeySet Acquire(KeySource source)
    {
        lock (_lock)
        {
            if (!_sets.TryGetValue(source, out var set))
            {
                set = new RemoteKeySet(source, client, options ?? RemoteDocumentOptions.Default, time, logger);
                _sets.Add(source, set);
                set.Start();
            }

            set.Shares++;
            return set;
        }
    }

    /// <summary>Gives a share back; with the last one the fetches end and the keys are forgotten.</summary>
    public void Release(RemoteKeySet set)
    {
        lock (_lock)
        {
            if (--set.Shares == 0)
            {
                _sets.Remove(set.Source);
                set.Dispose();
            }
        }
    }
}
