using Gatehouse.Core.Diagnostics;

namespace Gatehouse.Control.Tests.AdminApi;

/// <summary>One instance "p" with 250 counters, and two more instances.</summary>
internal sealed class FakeLimits : ILimitCounters
{
    private readonly List<LimitCounter> _counters =
        [.. Enumerable.Range(0, 250).Select(i => new LimitCounter("minute", $"{i:x32}", 10, 3, i == 0 ? null : 1.5))];

    public List<string> Keys { get; } = [];

    public IReadOnlyList<LimitingPlugin> Plugins { get; } =
        [.. "pqr".Select(id => new LimitingPlugin($"{id}", "rate-limiting", null, "local", [new LimitDescription("minute", "fixed-window", 10, 60)]))];

    public IReadOnlyList<string> KeyKinds => ["ip", "consumer", "header", "path"];

    public ValueTask<LimitCounterPage?> ReadAsync(string plugin, string? key, long cursor, int size, CancellationToken cancellation)
    {
        if (plugin != "p")
        {
            return new((LimitCounterPage?)null);
        }

        var matching = _counters.Where(c => key is null || c.Key == key).ToList();
        var page = matching.Skip((int)cursor).Take(size).ToList();
        return new(new LimitCounterPage(page, cursor + size < matching.Count ? cursor + size : null));
    }

    public ValueTask<int?> ResetAsync(string plugin, string key, CancellationToken cancellation)
    {
        Keys.Add(key);
        return new(plugin != "p" ? null : _counters.RemoveAll(c => c.Key == key));
    }
}
