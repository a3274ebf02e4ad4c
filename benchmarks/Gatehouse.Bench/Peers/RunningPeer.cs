using Gatehouse.Bench.Origins;
using Gatehouse.Bench.Processes;

namespace Gatehouse.Bench.Peers;

/// <summary>A peer that listens: where, as which process, and with which access log.</summary>
internal sealed class RunningPeer : IAsyncDisposable
{
    private readonly PinnedProcess _process;
    private readonly Peer _peer;

    private RunningPeer(Peer peer, PeerSetup setup, PinnedProcess process)
    {
        Name = peer.Name;
        _peer = peer;
        Setup = setup;
        AccessLog = peer.LogsToOutput ? setup.FilePath("output.log") : setup.AccessLog;
        _process = process;
    }

    public string Name { get; }

    /// <summary>Whether it looks at tokens at all.</summary>
    public bool ChecksTokens => _peer.ChecksTokens;

    public PeerSetup Setup { get; }

    public string AccessLog { get; }

    public int Pid => _process.Pid;

    public bool HasExited => _process.HasExited;

    public string Output => _process.Output;

    /// <summary>Starts without waiting for the first answer.</summary>
    public static async Task<RunningPeer> StartAsync(Peer peer, PeerSetup setup, int core, CancellationToken cancel)
    {
        Directory.CreateDirectory(setup.Folder);
        var command = await peer.PrepareAsync(setup, cancel);
        return new RunningPeer(peer, setup, PinnedProcess.Start(core, setup.FilePath("output.log"), command));
    }

    /// <summary>Waits for a good answer, then checks that it is exactly what the origin said.</summary>
    public async Task WaitUntilReadyAsync(CancellationToken cancel)
    {
        using var probe = new Probe(Setup);
        await probe.UntilAnsweredAsync(this, cancel);
    }

    /// <summary>Empties the log, so that what follows can be counted.</summary>
    public void TruncateLog()
    {
        if (File.Exists(AccessLog))
        {
            using var file = new FileStream(AccessLog, FileMode.Truncate, FileAccess.Write, FileShare.ReadWrite);
        }
    }

    /// <summary>Replaces the configuration; false when the peer is not measured so.</summary>
    public Task<bool> TryReloadAsync(int revision, CancellationToken cancel) => _peer.TryReloadAsync(Setup, Pid, revision, cancel);

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
