namespace Gatehouse.Bench.Peers;

/// <summary>A proxy that can be measured: writes its configuration and names the command that starts it in the foreground.</summary>
internal abstract class Peer
{
    public abstract string Name { get; }

    /// <summary>True when the access log is what the server prints.</summary>
    public virtual bool LogsToOutput => false;

    /// <summary>Writes the configuration files; returns the command and its arguments.</summary>
    public abstract Task<string[]> PrepareAsync(PeerSetup setup, CancellationToken cancel);
}
