namespace Gatehouse.Core.Diagnostics;

/// <summary>Live counters of the plugins that limit, for the Admin API.</summary>
public interface ILimitCounters
{
    /// <summary>The plugin instances that limit, in no order that means anything.</summary>
    IReadOnlyList<LimitingPlugin> Plugins { get; }

    /// <summary>What may stand before the colon of a key in words: <c>ip</c>, <c>consumer</c> and so on.</summary>
    IReadOnlyList<string> KeyKinds { get; }

    /// <summary>Reads a page of an instance's counters; null when there is no such instance.</summary>
    /// <param name="plugin">Id or instance name.</param>
    /// <param name="key">Only this key's: as a reading shows it, or as words (<c>ip:10.0.0.1</c>); null = all.</param>
    /// <param name="cursor">0, or <see cref="LimitCounterPage.Next"/> of the page before.</param>
    /// <param name="size">At most so many, 1 to 1,000.</param>
    /// <param name="cancellation">Gives up.</param>
    ValueTask<LimitCounterPage?> ReadAsync(string plugin, string? key, long cursor, int size, CancellationToken cancellation);

    /// <summary>Forgets what one key has used of an instance's limits; how many counters there were, null when there is no such instance or key.</summary>
    ValueTask<int?> ResetAsync(string plugin, string key, CancellationToken cancellation);
}
