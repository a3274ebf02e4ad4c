using Gatehouse.Core.Configuration;
using Gatehouse.Gateway.Pipeline;

namespace Gatehouse.Gateway.Snapshots;

/// <summary>
/// Holds the snapshot that serves, and swaps it: builds beside the old one, hands the new one to each loop on its own thread,
/// and disposes the old one when its last exchange has ended. A configuration that cannot be built changes nothing.
/// </summary>
internal sealed class GatewayHost(SnapshotBuilder builder, IReadOnlyList<LoopContext> loops) : IConfigTarget, IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile Snapshot? _current;

    /// <summary>The snapshot that new exchanges start with; null before the first configuration.</summary>
    public Snapshot? Current => _current;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ConfigError>> ApplyAsync(ConfigSet config, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_current is { } current && current.Config.Hash == config.Hash)
            {
                return [];
            }

            var (snapshot, errors) = await builder.BuildAsync(config);
            if (snapshot is null)
            {
                return errors;
            }

            await SwapAsync(snapshot);
            return [];
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private async Task SwapAsync(Snapshot next)
    {
        var drained = new SnapshotLease(loops.Count, () => ThreadPool.UnsafeQueueUserWorkItem(static s => _ = ReleaseAsync(s), next, preferLocal: false));
        next.Lease = drained;
        var previous = _current;
        var taken = new Task[loops.Count];
        for (int i = 0; i < loops.Count; i++)
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            taken[i] = done.Task;
            loops[i].Loop.Post(
                static state =>
                {
                    var (context, next, previous, done) = ((LoopContext, Snapshot, Snapshot?, TaskCompletionSource))state!;
                    context.Snapshot = next;
                    previous?.Lease.Retire(context.Loop.Index);
                    done.SetResult();
                },
                (loops[i], next, previous, done));
        }

        // When this returns, every new request on every loop sees the new configuration.
        await Task.WhenAll(taken);
        _current = next;
    }

    /// <summary>Gives back what a drained snapshot held; never on a loop's thread.</summary>
    private static async Task ReleaseAsync(Snapshot snapshot)
    {
        await SnapshotParts.DisposeAsync(snapshot.Plan.Instances);
        snapshot.Upstreams.Dispose();
    }
}
