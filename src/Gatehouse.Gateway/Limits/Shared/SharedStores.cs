using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Redis;

namespace Gatehouse.Gateway.Limits.Shared;

/// <summary>The stores in Redis, by their settings. Plugin instances with equal settings share one, over reloads.</summary>
/// <param name="redis">Redis of the node.</param>
/// <param name="clock">The node's time.</param>
/// <param name="local">The node's own counters, to fall back on.</param>
internal sealed class SharedStores(RedisNodes redis, LimitClock clock, Func<ILimitStore> local)
{
    /// <summary>Longest wait for a decision where the node can decide by itself, milliseconds: with the grain of a loop's timers it is well below 50.</summary>
    public const int FallbackMilliseconds = 40;

    /// <summary>Kong takes any sync_rate; no share is booked for longer than an hour.</summary>
    private const double LongestShareSeconds = 3600;

    private readonly Lock _lock = new();
    private readonly Dictionary<Settings, Share> _shares = [];

    /// <summary>Takes a share of the store that a plugin's <c>redis</c>, <c>sync_rate</c> and <c>fault_tolerant</c> describe.</summary>
    public ILimitStore Acquire(ConfigReader config)
    {
        var server = RedisConfig.From(config.GetRecord("redis"))
            ?? throw new PluginBuildException("redis", "policy redis needs a server", null, "set redis.host, redis.sentinel_nodes or redis.cluster_nodes");
        double syncRate = config.GetNumber("sync_rate", -1);
        var settings = new Settings(server, syncRate > 0 ? Math.Min(syncRate, LongestShareSeconds) : 0, config.GetBool("fault_tolerant", true));
        lock (_lock)
        {
            if (!_shares.TryGetValue(settings, out var share))
            {
                share = Open(settings);
                _shares.Add(settings, share);
            }

            share.Users++;
            return share.Store;
        }
    }

    /// <summary>Gives a share back; false when the store is none of these.</summary>
    public bool TryRelease(ILimitStore store)
    {
        lock (_lock)
        {
            foreach (var (settings, share) in _shares)
            {
                if (ReferenceEquals(share.Store, store))
                {
                    if (--share.Users == 0)
                    {
                        _shares.Remove(settings);
                        share.Exact.Dispose();
                        redis.Release(share.Redis);
                    }

                    return true;
                }
            }
        }

        return false;
    }

    private Share Open(Settings settings)
    {
        var node = redis.Acquire(settings.Server);
        int timeout = settings.IsFaultTolerant
            ? Math.Min(FallbackMilliseconds, settings.Server.CommandTimeout)
            : settings.Server.CommandTimeout;
        var exact = new RedisLimitStore(node, clock, timeout);
        ILimitStore store = settings.SyncRate > 0 ? new LeasedLimitStore(exact, TimeSpan.FromSeconds(settings.SyncRate)) : exact;
        return new Share(node, exact, settings.IsFaultTolerant ? new FaultTolerantStore(store, local()) : store);
    }

    private readonly record struct Settings(RedisConfig Server, double SyncRate, bool IsFaultTolerant);

    private sealed class Share(RedisNode redis, RedisLimitStore exact, ILimitStore store)
    {
        public RedisNode Redis { get; } = redis;

        public RedisLimitStore Exact { get; } = exact;

        public ILimitStore Store { get; } = store;

        public int Users { get; set; }
    }
}
