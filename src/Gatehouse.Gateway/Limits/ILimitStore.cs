namespace Gatehouse.Gateway.Limits;

/// <summary>
/// Keeps counters. Thread-safe; lives as long as the node. Nothing here throws on the way of a request.
/// </summary>
internal interface ILimitStore
{
    /// <summary>Makes keys out of identities. Stores that several nodes share have the same on each.</summary>
    LimitKeys Keys { get; }

    /// <summary>
    /// Decides the charges of a request together and books all of them or none, and writes what there is to say into each. A local
    /// store has completed when it returns; one that has to ask answers within its time-out, on the loop that asked, and books what it
    /// gave up waiting for at most once. The batch belongs to the store until then.
    /// </summary>
    ValueTask<LimitOutcome> TakeAsync(LimitBatch batch);

    /// <summary>Says what <see cref="TakeAsync"/> would say, and books nothing: a dry run.</summary>
    ValueTask<LimitOutcome> PeekAsync(LimitBatch batch);

    /// <summary>
    /// Books costs that became known behind the decision. Never refused: a counter may go over its limit and then has to come down
    /// first. What a store cannot book at once it books soon, or counts as lost. The batch is the caller's again when this returns.
    /// </summary>
    void Charge(LimitBatch batch);

    /// <summary>
    /// Takes back what <see cref="TakeAsync"/> booked of this same batch. May give back less (a window that is over, units that
    /// share a group), never more than was taken. Not for concurrency.
    /// </summary>
    void Refund(LimitBatch batch);

    /// <summary>Ends the concurrency charges that <see cref="TakeAsync"/> booked of this batch; passes over all others.</summary>
    void Release(LimitBatch batch);

    /// <summary>
    /// Reads live counters for an administrator, not for a request. Order is the store's; keys that come and go meanwhile may be missed.
    /// </summary>
    /// <param name="rules">Whose counters.</param>
    /// <param name="key">Only this key's; null = all keys.</param>
    /// <param name="cursor">0, or where the page before ended.</param>
    /// <param name="count">At most so many, 1 to 1,000.</param>
    /// <param name="cancellation">Gives up.</param>
    ValueTask<LimitPage> ReadAsync(
        IReadOnlyList<LimitRule> rules, UInt128? key, long cursor, int count, CancellationToken cancellation);

    /// <summary>Forgets one key's counters of these rules; how many there were.</summary>
    ValueTask<int> ResetAsync(IReadOnlyList<LimitRule> rules, UInt128 key, CancellationToken cancellation);
}
