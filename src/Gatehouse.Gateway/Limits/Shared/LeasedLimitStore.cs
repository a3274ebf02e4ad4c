using System.Runtime.CompilerServices;
using Gatehouse.Net.Loops;

namespace Gatehouse.Gateway.Limits.Shared;

/// <summary>
/// Counters in Redis of which each node books small shares in advance (Kong's <c>sync_rate</c>): most requests are decided without asking.
/// </summary>
/// <remarks>
/// A share is what the node uses up in <c>sync_rate</c> seconds, at most 2 % of the limit and a quarter of what is left of it, and lives that
/// long, in a fixed window no longer than the window. What is given out was booked before, so a fixed window never admits more
/// than its limit. Of a sliding window or a bucket a unit may be used up to <c>sync_rate</c> after it was booked: an interval may see one share
/// of each node more, nodes × 2 % of the limit. Shares that run out unused are lost to everybody until their window is over. A refusal
/// of the server is repeated for as long as it says, at most <c>sync_rate</c>. Concurrency is always decided at the server.
/// </remarks>
internal sealed class LeasedLimitStore(RedisLimitStore shared, TimeSpan syncRate) : ILimitStore
{
    private const long SharesPerLimit = 50;

    private readonly Leases _leases = new();
    private readonly long _life = syncRate.Ticks * 100;

    /// <inheritdoc/>
    public LimitKeys Keys => shared.Keys;

    /// <inheritdoc/>
    public ValueTask<LimitOutcome> TakeAsync(LimitBatch batch)
    {
        long now = shared.Now;
        if (IsKnownDenial(batch, now))
        {
            return new(LimitOutcome.Denied);
        }

        LeaseFetch? fetch = null;
        for (int i = 0; i < batch.Count; i++)
        {
            ref var charge = ref batch[i];
            var lease = charge.Rule.Algorithm == LimitAlgorithm.Concurrency ? null : _leases.Of(charge, now);
            charge.Term = 0;
            if (lease is not null && lease.TryTake(charge.Cost, now, out charge.Term))
            {
                Describe(ref charge, lease, now);
            }
            else
            {
                (fetch ??= LeaseFetch.Rent()).Add(charge, i, lease, ShareOf(lease, charge.Rule, now));
            }
        }

        return fetch is null ? new(LimitOutcome.Admitted) : FetchAsync(batch, fetch);
    }

    /// <inheritdoc/>
    public ValueTask<LimitOutcome> PeekAsync(LimitBatch batch) => shared.PeekAsync(batch);

    /// <inheritdoc/>
    public void Charge(LimitBatch batch) => shared.Charge(batch);

    /// <inheritdoc/>
    public void Refund(LimitBatch batch) => shared.Refund(batch);

    /// <inheritdoc/>
    public void Release(LimitBatch batch) => shared.Release(batch);

    /// <inheritdoc/>
    public ValueTask<LimitPage> ReadAsync(
        IReadOnlyList<LimitRule> rules, UInt128? key, long cursor, int count, CancellationToken cancellation)
        => shared.ReadAsync(rules, key, cursor, count, cancellation);

    /// <inheritdoc/>
    public ValueTask<int> ResetAsync(IReadOnlyList<LimitRule> rules, UInt128 key, CancellationToken cancellation)
    {
        foreach (var rule in rules)
        {
            _leases.Remove(rule, key);
        }

        return shared.ResetAsync(rules, key, cancellation);
    }

    /// <summary>Units to book in advance: none while another request is asking for some.</summary>
    private long ShareOf(Lease? lease, LimitRule rule, long now)
    {
        if (lease is null || !lease.TryBeginFetch())
        {
            return 0;
        }

        long share = lease.NextShare(now, syncRate.TotalSeconds, rule.Limit / SharesPerLimit);
        if (share == 0)
        {
            lease.EndFetch();
        }

        return share;
    }

    private static void Describe(ref LimitCharge charge, Lease lease, long now)
    {
        charge.IsAdmitted = true;
        charge.Remaining = Math.Min(charge.Rule.Limit, lease.UnitsAt(now) + lease.RemainingBeyond);
        charge.Reset = Math.Max(0, lease.ResetsAt - now);
        charge.RetryAfter = 0;
    }

    private bool IsKnownDenial(LimitBatch batch, long now)
    {
        bool isDenied = false;
        foreach (ref var charge in batch.Charges)
        {
            charge.IsAdmitted = true;
            if (charge.Rule.Algorithm == LimitAlgorithm.Concurrency || _leases.Of(charge, now) is not { } lease)
            {
                continue;
            }

            Describe(ref charge, lease, now);
            if (lease.DeniedUntil > now && lease.UnitsAt(now) < Math.Max(1, charge.Cost))
            {
                charge.IsAdmitted = false;
                charge.RetryAfter = lease.RetryAt - now;
                isDenied = true;
            }
        }

        return isDenied;
    }

    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    private async ValueTask<LimitOutcome> FetchAsync(LimitBatch batch, LeaseFetch fetch)
    {
        // What the server says of a window's end counts from the question: by the answer's time a lease would outlive its window.
        long asked = shared.Now;
        var outcome = await shared.TakeAsync(fetch.Batch).ConfigureAwait(false);
        if (outcome == LimitOutcome.Denied && fetch.HasShares)
        {
            fetch.DropShares();
            asked = shared.Now;
            outcome = await shared.TakeAsync(fetch.Batch).ConfigureAwait(false);
        }

        fetch.Settle(batch, outcome, asked, shared.Now, _life);
        fetch.EndShares();
        fetch.Return();
        if (outcome != LimitOutcome.Admitted)
        {
            GiveBack(batch, shared.Now);
        }

        return outcome;
    }

    /// <summary>A request that the server refused costs nothing: what its leases had given already goes back to them.</summary>
    private void GiveBack(LimitBatch batch, long now)
    {
        foreach (ref var charge in batch.Charges)
        {
            if (charge.Term != 0 && _leases.Of(charge, now) is { } lease)
            {
                lease.GiveBack(charge.Cost, charge.Term);
                charge.Term = 0;
                Describe(ref charge, lease, now);
            }
        }
    }
}
