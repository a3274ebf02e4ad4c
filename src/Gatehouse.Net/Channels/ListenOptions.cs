namespace Gatehouse.Net.Channels;

/// <summary>How to listen.</summary>
public sealed record ListenOptions
{
    /// <summary>Length of the accept queue. Default 16384 (Kong's default backlog); the kernel caps it at net.core.somaxconn.</summary>
    public int Backlog { get; init; } = 16384;

    /// <summary>Whether each loop has a socket of its own (SO_REUSEPORT) so that the kernel spreads connections. Default true.</summary>
    public bool ReusePort { get; init; } = true;
}
