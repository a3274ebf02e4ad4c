using Gatehouse.Gateway.Limits;

namespace Gatehouse.Gateway.Tests.Plugins.ResponseRateLimiting;

/// <summary>A local store that stops answering, as one behind a network does, and comes back.</summary>
internal sealed class SilentStore(ILimitStore store) : ILimitStore
{
    public bool IsSilent { get; set; }

    public LimitKeys Keys => store.Keys;

    public async ValueTask<LimitOutcome> TakeAsync(LimitBatch batch)
    {
        await Task.Yield();
        return IsSilent ? LimitOutcome.Unavailable : await store.TakeAsync(batch);
    }

    public async ValueTask<LimitOutcome> PeekAsync(LimitBatch batch)
    {
        await Task.Yield();
        return IsSilent ? LimitOutcome.Unavailable : await store.PeekAsync(batch);
    }

    public void Charge(LimitBatch batch) => store.Charge(batch);

    public void Refund(LimitBatch batch) => store.Refund(batch);

    public void Release(LimitBatch batch) => store.Release(batch);

    public ValueTask<LimitPage> ReadAsync(
        IReadOnlyList<LimitRule> rules, UInt128? key, long cursor, int count, CancellationToken cancellation)
        => store.ReadAsync(rules, key, cursor, count, cancellation);

    public ValueTask<int> ResetAsync(IReadOnlyList<LimitRule> rules, UInt128 key, CancellationToken cancellation)
        => store.ResetAsync(rules, key, cancellation);
}
