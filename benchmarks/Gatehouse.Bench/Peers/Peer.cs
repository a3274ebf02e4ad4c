using Gatehouse.Bench.Scenarios;

namespace Gatehouse.Bench.Peers;

/// <summary>A proxy that can be measured: writes its configuration and names the command that starts it in the foreground.</summary>
internal abstract class Peer
{
    public abstract string Name { get; }

    /// <summary>Whether it verifies tokens where a scenario asks for that.</summary>
    public virtual bool ChecksTokens => true;

    /// <summary>True when the access log is what the server prints.</summary>
    public virtual bool LogsToOutput => false;

    /// <summary>Whether it takes part in a scenario.</summary>
    public virtual bool Runs(Scenario scenario) => true;

    /// <summary>Writes the configuration files; returns the command and its arguments.</summary>
    public abstract Task<string[]> PrepareAsync(PeerSetup setup, CancellationToken cancel);

    /// <summary>Replaces the configuration of a running process by one that differs; false when this peer is not measured so.</summary>
    /// <param name="setup">Its set-up.</param>
    /// <param name="pid">The process that was started.</param>
    /// <param name="revision">Makes the configuration another one than before.</param>
    /// <param name="cancel">Ends the run.</param>
    public virtual Task<bool> TryReloadAsync(PeerSetup setup, int pid, int revision, CancellationToken cancel) => Task.FromResult(false);
}
