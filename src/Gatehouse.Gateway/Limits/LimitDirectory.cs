using Gatehouse.Core.Diagnostics;

namespace Gatehouse.Gateway.Limits;

/// <summary>
/// The plugin instances of a node that limit, for the Admin API. Instances come with a snapshot that is built and go when it is disposed;
/// of two with one id the later counts.
/// </summary>
internal sealed class LimitDirectory : ILimitCounters
{
    private readonly Lock _lock = new();
    private volatile LimitOwner[] _owners = [];

    /// <inheritdoc/>
    public IReadOnlyList<LimitingPlugin> Plugins
        => [.. _owners.Reverse().DistinctBy(o => o.Config.Id).OrderBy(o => o.Config.Id, StringComparer.Ordinal).Select(o => o.Describe())];

    /// <inheritdoc/>
    public IReadOnlyList<string> KeyKinds => LimitByNames.All;

    /// <summary>Shows an instance.</summary>
    public void Add(LimitOwner owner)
    {
        lock (_lock)
        {
            _owners = [.. _owners, owner];
        }
    }

    /// <summary>Shows an instance no longer.</summary>
    public void Remove(LimitOwner owner)
    {
        lock (_lock)
        {
            _owners = [.. _owners.Where(o => !ReferenceEquals(o, owner))];
        }
    }

    /// <inheritdoc/>
    public async ValueTask<LimitCounterPage?> ReadAsync(
        string plugin, string? key, long cursor, int size, CancellationToken cancellation)
    {
        if (Find(plugin) is not { } owner)
        {
            return null;
        }

        UInt128 one = default;
        if (key is not null && !owner.Subject.TryParse(key, owner.Store.Keys, out one))
        {
            return new LimitCounterPage([], null);
        }

        var page = await owner.Store.ReadAsync(owner.Rules, key is null ? null : one, cursor, size, cancellation);
        return new LimitCounterPage([.. page.Readings.Select(Show)], page.Next);
    }

    /// <inheritdoc/>
    public async ValueTask<int?> ResetAsync(string plugin, string key, CancellationToken cancellation)
        => Find(plugin) is { } owner && owner.Subject.TryParse(key, owner.Store.Keys, out var one)
            ? await owner.Store.ResetAsync(owner.Rules, one, cancellation)
            : null;

    private static LimitCounter Show(LimitReading reading) => new(
        reading.Rule.Name,
        reading.Key.ToString("x32", null),
        reading.Rule.Algorithm == LimitAlgorithm.TokenBucket ? reading.Rule.Burst : reading.Rule.Limit,
        reading.Remaining,
        reading.Reset < 0 ? null : Math.Round(reading.Reset / (double)LimitWindow.Second, 3));

    private LimitOwner? Find(string plugin)
        => Array.FindLast(_owners, o => o.Config.Id == plugin) ?? Array.FindLast(_owners, o => o.Config.InstanceName == plugin);
}
