namespace Gatehouse.Gateway.Outbound;

/// <summary>How often a remote document is fetched.</summary>
internal sealed record RemoteDocumentOptions
{
    /// <summary>The defaults below.</summary>
    public static RemoteDocumentOptions Default { get; } = new();

    /// <summary>Time until the next fetch where the answer does not say. Default 10 min.</summary>
    public TimeSpan Refresh { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Least time until the next fetch, whatever the answer says. Default 1 min.</summary>
    public TimeSpan ShortestRefresh { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Most time until the next fetch, whatever the answer says: a withdrawn key must not stay for longer. Default 1 h.</summary>
    public TimeSpan LongestRefresh { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Pause after the first failure; doubles up to <see cref="LongestPause"/>. Default 1 s.</summary>
    public TimeSpan ShortestPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause after failures. Default 30 s.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Fetches that requests may cause at once. Default 4.</summary>
    public int Burst { get; init; } = 4;

    /// <summary>Time after which requests may cause one more. Default 5 s.</summary>
    public TimeSpan BurstRefill { get; init; } = TimeSpan.FromSeconds(5);
}
