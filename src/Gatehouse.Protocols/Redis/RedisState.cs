namespace Gatehouse.Protocols.Redis;

/// <summary>Whether commands get anywhere.</summary>
public enum RedisState
{
    /// <summary>Nobody has asked for anything yet.</summary>
    Idle,

    /// <summary>The first connection is being made.</summary>
    Connecting,

    /// <summary>Connected and answering.</summary>
    Ready,

    /// <summary>Connected, but an answer is overdue: commands fail at once until it is there.</summary>
    Stalled,

    /// <summary>Not connected; tried again by itself.</summary>
    Down,

    /// <summary>Disposed.</summary>
    Closed,
}
