using System.Diagnostics;

namespace Gatehouse.TestKit.Origins;

/// <summary>
/// Sends the events of all streams of a <see cref="SseVendor"/>: as many slots as an interval has milliseconds, one slot at a time, so
/// that streams that began together do not stay together for longer than their start.
/// </summary>
internal sealed class SsePacer(int interval)
{
    private readonly List<SseStream>[] _slots = [.. Enumerable.Range(0, interval).Select(static _ => new List<SseStream>())];
    private long _sent;
    private int _open, _broken, _next;

    public long Sent => Interlocked.Read(ref _sent);

    public int Open => Volatile.Read(ref _open);

    public int Broken => Volatile.Read(ref _broken);

    /// <summary>Sends head and first event, then the others at the pace; false when the reader left.</summary>
    public Task<bool> StreamAsync(SseStream stream)
    {
        long sent = 0;
        Interlocked.Increment(ref _open);
        if (stream.Advance(ref sent) is { } ended)
        {
            End(stream, ended);
        }
        else
        {
            // Spread evenly, whatever pace they come at.
            var slot = _slots[(uint)Interlocked.Increment(ref _next) % _slots.Length];
            lock (slot)
            {
                slot.Add(stream);
            }
        }

        Interlocked.Add(ref _sent, sent);
        return stream.Done.Task;
    }

    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        long start = Stopwatch.GetTimestamp();
        try
        {
            for (long done = 0; await timer.WaitForNextTickAsync(stop);)
            {
                for (long due = (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds; done < due; done++)
                {
                    Send(_slots[done % _slots.Length]);
                }
            }
        }
        catch (OperationCanceledException)
        {
            foreach (var slot in _slots)
            {
                lock (slot)
                {
                    slot.ForEach(static s => s.Done.TrySetResult(false));
                }
            }
        }
    }

    private void Send(List<SseStream> slot)
    {
        long sent = 0;
        lock (slot)
        {
            for (int i = slot.Count - 1; i >= 0; i--)
            {
                if (slot[i].Advance(ref sent) is { } ended)
                {
                    End(slot[i], ended);
                    slot[i] = slot[^1];
                    slot.RemoveAt(slot.Count - 1);
                }
            }
        }

        Interlocked.Add(ref _sent, sent);
    }

    private void End(SseStream stream, bool isWhole)
    {
        Interlocked.Decrement(ref _open);
        if (!isWhole)
        {
            Interlocked.Increment(ref _broken);
        }

        stream.Done.SetResult(isWhole);
    }
}
