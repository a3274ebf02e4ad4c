using System.Collections.Concurrent;
using Gatehouse.Net.Loops;

namespace Gatehouse.Ai.Accounting.Budgets;

/// <summary>Settlements that Redis has not heard, told again each second. Hearing one twice changes nothing.</summary>
internal sealed class SettlementRetry(RedisBudgetStore store, Loop loop) : LoopTimer
{
    private const long IntervalMilliseconds = 1000;

    /// <summary>Settlements kept at most; some 40 MB.</summary>
    private const int MaxCount = 100_000;

    private readonly ConcurrentQueue<(Guid Attempt, BudgetCharge[] Charges)> _queue = new();
    private int _isArmed;
    private volatile bool _isStopped;
    private long _lost;

    /// <summary>Settlements that wait.</summary>
    public int Count => _queue.Count;

    /// <summary>Settlements that there was no room for.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Keeps a settlement. On any thread.</summary>
    public void Add(Guid attempt, BudgetCharge[] charges)
    {
        if (_queue.Count >= MaxCount)
        {
            Interlocked.Increment(ref _lost);
            return;
        }

        _queue.Enqueue((attempt, charges));
        Begin();
    }

    /// <summary>Ends it. On any thread.</summary>
    public void Stop() => _isStopped = true;

    /// <inheritdoc/>
    protected override void OnElapsed() => _ = RunAsync();

    private void Begin()
    {
        if (!_isStopped && Interlocked.Exchange(ref _isArmed, 1) == 0)
        {
            loop.Post(static state => ((SettlementRetry)state!).Arm(), this);
        }
    }

    private void Arm() => loop.Arm(this, IntervalMilliseconds);

    private async Task RunAsync()
    {
        while (!_isStopped && _queue.TryPeek(out var next))
        {
            if (!await store.TrySettleAsync(loop, next.Attempt, next.Charges).ConfigureAwait(false))
            {
                break;
            }

            _queue.TryDequeue(out _);
        }

        Volatile.Write(ref _isArmed, 0);
        if (!_queue.IsEmpty)
        {
            Begin();
        }
    }
}
