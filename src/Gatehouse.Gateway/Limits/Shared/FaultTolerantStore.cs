using System.Runtime.CompilerServices;
using Gatehouse.Net.Loops;

namespace Gatehouse.Gateway.Limits.Shared;

/// <summary>
/// A shared store with the node's own to fall back on: while the shared one does not say anything, each node holds the limits by itself.
/// What was decided by which is remembered with the charge, so that it is given back where it was taken.
/// </summary>
internal sealed class FaultTolerantStore(ILimitStore shared, ILimitStore local) : ILimitStore
{
    private long _fallbacks;

    /// <inheritdoc/>
    public LimitKeys Keys => shared.Keys;

    /// <summary>Decisions that the node made by itself.</summary>
    public long Fallbacks => Interlocked.Read(ref _fallbacks);

    /// <inheritdoc/>
    public ValueTask<LimitOutcome> TakeAsync(LimitBatch batch)
    {
        batch.IsFallback = false;
        var pending = shared.TakeAsync(batch);
        if (!pending.IsCompletedSuccessfully)
        {
            return AwaitAsync(pending, batch, books: true);
        }

        var outcome = pending.Result;
        return outcome == LimitOutcome.Unavailable ? FallBack(batch, books: true) : new(outcome);
    }

    /// <inheritdoc/>
    public ValueTask<LimitOutcome> PeekAsync(LimitBatch batch)
    {
        batch.IsFallback = false;
        return AwaitAsync(shared.PeekAsync(batch), batch, books: false);
    }

    /// <inheritdoc/>
    public void Charge(LimitBatch batch) => StoreOf(batch).Charge(batch);

    /// <inheritdoc/>
    public void Refund(LimitBatch batch) => StoreOf(batch).Refund(batch);

    /// <inheritdoc/>
    public void Release(LimitBatch batch) => StoreOf(batch).Release(batch);

    /// <inheritdoc/>
    public ValueTask<LimitPage> ReadAsync(
        IReadOnlyList<LimitRule> rules, UInt128? key, long cursor, int count, CancellationToken cancellation)
        => shared.ReadAsync(rules, key, cursor, count, cancellation);

    /// <inheritdoc/>
    public async ValueTask<int> ResetAsync(IReadOnlyList<LimitRule> rules, UInt128 key, CancellationToken cancellation)
        => await local.ResetAsync(rules, LocalKey(key), cancellation) + await shared.ResetAsync(rules, key, cancellation);

    private ILimitStore StoreOf(LimitBatch batch) => batch.IsFallback ? local : shared;

    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    private async ValueTask<LimitOutcome> AwaitAsync(ValueTask<LimitOutcome> pending, LimitBatch batch, bool books)
    {
        var outcome = await pending.ConfigureAwait(false);
        return outcome == LimitOutcome.Unavailable ? await FallBack(batch, books).ConfigureAwait(false) : outcome;
    }

    private ValueTask<LimitOutcome> FallBack(LimitBatch batch, bool books)
    {
        Interlocked.Increment(ref _fallbacks);
        batch.IsFallback = true;
        foreach (ref var charge in batch.Charges)
        {
            charge.Key = LocalKey(charge.Key);
            charge.Booking = 0;
        }

        return books ? local.TakeAsync(batch) : local.PeekAsync(batch);
    }

    // Keys of a shared store are the same everywhere; the node's own table wants ones that nobody outside can make.
    private UInt128 LocalKey(UInt128 key)
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128LittleEndian(bytes, key);
        return local.Keys.Of(bytes);
    }
}
