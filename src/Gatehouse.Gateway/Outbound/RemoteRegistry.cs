namespace Gatehouse.Gateway.Outbound;

/// <summary>What plugin instances share of the outside, by its source. It survives reloads; what nobody uses any more is dropped.</summary>
/// <param name="create">Makes one; it is started afterwards.</param>
internal abstract class RemoteRegistry<TSource, TRemote>(Func<TSource, TRemote> create)
    where TSource : notnull
    where TRemote : class, ISharedRemote<TSource>
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TSource, (TRemote Remote, int Shares)> _remotes = [];

    /// <summary>Number of those in use.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _remotes.Count;
            }
        }
    }

    /// <summary>Takes a share; the first one starts the fetches. Give it back with <see cref="Release"/>.</summary>
    public TRemote Acquire(TSource source)
    {
        lock (_lock)
        {
            if (_remotes.TryGetValue(source, out var entry))
            {
                _remotes[source] = entry with { Shares = entry.Shares + 1 };
                return entry.Remote;
            }

            var remote = create(source);
            _remotes.Add(source, (remote, 1));
            remote.Start();
            return remote;
        }
    }

    /// <summary>Gives a share back; with the last one the fetches end, and what they brought is forgotten.</summary>
    public void Release(TRemote remote)
    {
        lock (_lock)
        {
            var entry = _remotes[remote.Source];
            if (entry.Shares > 1)
            {
                _remotes[remote.Source] = entry with { Shares = entry.Shares - 1 };
                return;
            }

            _remotes.Remove(remote.Source);
        }

        // Not under the lock: it may give back shares of its own, and ends calls that run.
        remote.Dispose();
    }
}
