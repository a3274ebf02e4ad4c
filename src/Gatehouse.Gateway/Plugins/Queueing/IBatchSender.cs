namespace Gatehouse.Gateway.Plugins.Queueing;

/// <summary>Sends the batches of a queue.</summary>
internal interface IBatchSender
{
    /// <summary>Sends a batch; null when it arrived, else why not. Does not throw for expected failures.</summary>
    ValueTask<string?> SendAsync(IReadOnlyList<QueueEntry> batch, CancellationToken cancellationToken);

    /// <summary>Entries were given up; <paramref name="reason"/> says why.</summary>
    void Lost(long entries, string reason);
}
