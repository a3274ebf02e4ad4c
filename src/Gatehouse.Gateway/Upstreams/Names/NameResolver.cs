using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Upstreams.Names;

/// <summary>
/// Keeps the addresses of every name in use fresh, in the background. A request only ever reads the last answer; the single
/// exception is the very first request for a name that has had no answer yet.
/// </summary>
internal sealed class NameResolver : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ResolvedName> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly IHostResolver _resolver;
    private readonly SemaphoreSlim _gate;
    private volatile bool _disposed;

    public NameResolver(IHostResolver resolver, NameResolverOptions options, TimeProvider clock, ILogger logger)
    {
        _resolver = resolver;
        _gate = new SemaphoreSlim(options.MaxConcurrent);
        Options = options;
        Clock = clock;
        Logger = logger;
    }

    public NameResolverOptions Options { get; }

    public TimeProvider Clock { get; }

    public ILogger Logger { get; }

    /// <summary>Names in use.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _names.Count;
            }
        }
    }

    /// <summary>Takes a share in a name; the first share starts its look-ups. Give it back with <see cref="Release"/>.</summary>
    public ResolvedName Acquire(string host)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_names.TryGetValue(host, out var name))
            {
                name = new ResolvedName(this, host);
                _names.Add(host, name);
                name.Start();
            }

            name.Shares++;
            return name;
        }
    }

    /// <summary>Gives a share back; with the last one the look-ups end and the answer is forgotten.</summary>
    public void Release(ResolvedName name)
    {
        lock (_lock)
        {
            if (--name.Shares == 0)
            {
                _names.Remove(name.Host);
                name.Stop();
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            foreach (var name in _names.Values)
            {
                name.Stop();
            }

            _names.Clear();
        }
    }

    /// <summary>One look-up, with the bound on how many run at a time.</summary>
    internal async Task<HostAnswer> LookUpAsync(string host)
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            return await _resolver.ResolveAsync(host).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            UpstreamLog.LookUpThrew(Logger, e, host);
            return HostAnswer.Failed;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Time until a name that was found is looked up again, see <see cref="NameResolverOptions.MaxPerSecond"/>.</summary>
    internal TimeSpan RefreshDelay()
    {
        TimeSpan stretched = TimeSpan.FromSeconds((double)Count / Options.MaxPerSecond);
        return stretched > Options.Refresh ? stretched : Options.Refresh;
    }
}
