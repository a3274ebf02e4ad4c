using Gatehouse.Protocols.Redis.Resp;

namespace Gatehouse.Protocols.Redis;

/// <summary>Times and bounds of a client. Milliseconds; the resolution of a loop's timers is about 10.</summary>
public sealed record RedisLimits
{
    /// <summary>Longest wait for a connection that can be used: TCP, TLS, log-in. Default 2000 (Kong: timeout).</summary>
    public int ConnectTimeoutMilliseconds { get; init; } = 2000;

    /// <summary>Longest wait of a command that names no limit of its own. Default 2000 (Kong: timeout).</summary>
    public int CommandTimeoutMilliseconds { get; init; } = 2000;

    /// <summary>The oldest unanswered command may be so old; then the connection is dropped. Default 2000 (Kong: timeout).</summary>
    public int ReplyTimeoutMilliseconds { get; init; } = 2000;

    /// <summary>A connection without traffic is asked for a sign of life after so long. Default 10,000.</summary>
    public int PingIntervalMilliseconds { get; init; } = 10_000;

    /// <summary>First pause before connecting again; doubles, and each is a random part between half and all of it. Default 20.</summary>
    public int FirstPauseMilliseconds { get; init; } = 20;

    /// <summary>
    /// Longest pause before connecting again. Default 250: a server is used again within a quarter of a second of its return. An attempt at a
    /// server that is away costs it nothing, and one at a server that is back is the last.
    /// </summary>
    public int LongestPauseMilliseconds { get; init; } = 250;

    /// <summary>Commands of a connection without an answer. Default 16,384.</summary>
    public int MaxInFlight { get; init; } = 16_384;

    /// <summary>Bytes of such commands, written or not. Default 4 MiB.</summary>
    public int MaxInFlightBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Times a command follows a cluster's redirections. Default 5 (Kong: cluster_max_redirections).</summary>
    public int MaxRedirections { get; init; } = 5;

    /// <summary>Least time between two looks at a cluster's map. Default 500.</summary>
    public int MapIntervalMilliseconds { get; init; } = 500;

    /// <summary>Nodes of a cluster that are connected to. Default 1000, which is also what Redis recommends as the most.</summary>
    public int MaxNodes { get; init; } = 1000;

    /// <summary>Bounds on a reply.</summary>
    public RespLimits Replies { get; init; } = RespLimits.Default;
}
