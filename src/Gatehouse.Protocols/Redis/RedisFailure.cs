namespace Gatehouse.Protocols.Redis;

/// <summary>Why a command has no reply.</summary>
public enum RedisFailure
{
    /// <summary>It has one.</summary>
    None = 0,

    /// <summary>There is no connection; it was not sent.</summary>
    NotConnected,

    /// <summary>An earlier answer is overdue; it was not sent.</summary>
    Stalled,

    /// <summary>Too many commands or bytes are under way; it was not sent.</summary>
    Overloaded,

    /// <summary>No answer in time; it may have been executed.</summary>
    TimedOut,

    /// <summary>The connection ended before the answer; it may have been executed.</summary>
    ConnectionLost,

    /// <summary>
    /// The server refused for a reason that passes: LOADING, BUSY, READONLY, MASTERDOWN, CLUSTERDOWN, TRYAGAIN, MISCONF, NOREPLICAS,
    /// OOM, or more redirections than are followed. It was not executed; a script may have been in part.
    /// </summary>
    Unavailable,
}
