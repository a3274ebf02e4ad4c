using System.Diagnostics;

namespace Gatehouse.Gateway.Limits.Local;

/// <summary>Counters in the memory of this node. Never waits, takes no lock for a key it knows, and allocates nothing for it.</summary>
internal sealed class LocalLimitStore : ILimitStore
{
    private readonly LimitTable _table;
    private readonly LimitClock _clock;
    private readonly SlidingWindow _sliding;

    public LocalLimitStore(LocalLimitOptions options, LimitClock clock)
    {
        _table = new LimitTable(options);
        _clock = clock;
        _sliding = new SlidingWindow(_table, clock);
    }

    /// <inheritdoc/>
    public LimitKeys Keys { get; } = LimitKeys.Random();

    /// <summary>Counters given away although they still counted.</summary>
    public long Evictions => _table.Evictions;

    /// <summary>Bytes of logs of sliding windows.</summary>
    public long LogBytes => _table.LogBytes;

    /// <inheritdoc/>
    public ValueTask<LimitOutcome> TakeAsync(LimitBatch batch) => new(Take(batch.Charges));

    /// <inheritdoc/>
    public ValueTask<LimitOutcome> PeekAsync(LimitBatch batch)
    {
        if (!ProbeAll(batch.Charges))
        {
            return new(LimitOutcome.Denied);
        }

        foreach (ref var charge in batch.Charges)
        {
            charge.Remaining = Math.Max(0, charge.Remaining - charge.Cost);
        }

        return new(LimitOutcome.Admitted);
    }

    /// <summary>Decides and books, see <see cref="ILimitStore.TakeAsync"/>.</summary>
    public LimitOutcome Take(Span<LimitCharge> charges)
    {
        if (charges.Length == 1)
        {
            return Decide(ref charges[0], books: true) ? LimitOutcome.Admitted : LimitOutcome.Denied;
        }

        // Looking first: a request that one limit refuses leaves the others alone, and nobody sees them dented meanwhile.
        if (!ProbeAll(charges))
        {
            return LimitOutcome.Denied;
        }

        for (int i = 0; i < charges.Length; i++)
        {
            if (!Decide(ref charges[i], books: true))
            {
                Undo(charges[..i]);
                ProbeAll(charges);
                charges[i].IsAdmitted = false;
                return LimitOutcome.Denied;
            }
        }

        return LimitOutcome.Admitted;
    }

    /// <inheritdoc/>
    public void Charge(LimitBatch batch)
    {
        foreach (ref var charge in batch.Charges)
        {
            if (charge.Cost > 0)
            {
                Charge(ref charge);
            }
        }
    }

    /// <inheritdoc/>
    public void Refund(LimitBatch batch)
    {
        foreach (ref var charge in batch.Charges)
        {
            if (charge.Rule.Algorithm != LimitAlgorithm.Concurrency)
            {
                TakeBack(ref charge);
            }
        }
    }

    /// <inheritdoc/>
    public void Release(LimitBatch batch)
    {
        foreach (ref var charge in batch.Charges)
        {
            if (charge.Rule.Algorithm == LimitAlgorithm.Concurrency)
            {
                TakeBack(ref charge);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<LimitPage> ReadAsync(
        IReadOnlyList<LimitRule> rules, UInt128? key, long cursor, int count, CancellationToken cancellation)
        => new(new LimitReader(_table, Describe).Read(rules, key, cursor, count));

    /// <inheritdoc/>
    public ValueTask<int> ResetAsync(IReadOnlyList<LimitRule> rules, UInt128 key, CancellationToken cancellation)
    {
        int removed = 0;
        foreach (var rule in rules)
        {
            var place = _table.Find(key ^ rule.Salt);
            removed += place.Exists && _table.Remove(place) ? 1 : 0;
        }

        return new(removed);
    }

    private bool ProbeAll(Span<LimitCharge> charges)
    {
        bool isAdmitted = true;
        foreach (ref var charge in charges)
        {
            isAdmitted &= Decide(ref charge, books: false);
        }

        return isAdmitted;
    }

    private bool Decide(ref LimitCharge charge, bool books)
    {
        var key = charge.Key ^ charge.Rule.Salt;
        while (true)
        {
            var place = _table.Acquire(key, charge.Rule.Tag, _clock);
            DecideAt(place, ref charge, books);
            if (_table.IsCurrent(place))
            {
                return charge.IsAdmitted;
            }
        }
    }

    private void DecideAt(LimitPlace place, ref LimitCharge charge, bool books)
    {
        ref var cell = ref _table[place.Index];
        switch (charge.Rule.Algorithm)
        {
            case LimitAlgorithm.FixedWindow:
                FixedWindow.Take(ref cell, ref charge, _clock, books);
                break;
            case LimitAlgorithm.SlidingWindow:
                _sliding.Take(place, ref charge, books);
                break;
            case LimitAlgorithm.TokenBucket:
                TokenBucket.Take(ref cell, ref charge, _clock, books);
                break;
            case LimitAlgorithm.Concurrency:
                Concurrency.Take(ref cell, ref charge, books);
                break;
            default:
                throw new UnreachableException();
        }
    }

    private void Charge(ref LimitCharge charge)
    {
        LimitPlace place;
        do
        {
            place = _table.Acquire(charge.Key ^ charge.Rule.Salt, charge.Rule.Tag, _clock);
            ref var cell = ref _table[place.Index];
            switch (charge.Rule.Algorithm)
            {
                case LimitAlgorithm.FixedWindow:
                    FixedWindow.Charge(ref cell, charge, _clock);
                    break;
                case LimitAlgorithm.SlidingWindow:
                    _sliding.Charge(place, charge);
                    break;
                case LimitAlgorithm.TokenBucket:
                    TokenBucket.Charge(ref cell, charge, _clock);
                    break;
                default:
                    Concurrency.Charge(ref cell, charge);
                    break;
            }
        }
        while (!_table.IsCurrent(place));
    }

    private void Undo(Span<LimitCharge> charges)
    {
        foreach (ref var charge in charges)
        {
            TakeBack(ref charge);
        }
    }

    /// <summary>A counter that was given away meanwhile has nothing to give back.</summary>
    private void TakeBack(ref LimitCharge charge)
    {
        var place = _table.Find(charge.Key ^ charge.Rule.Salt);
        if (!place.Exists || charge.Cost == 0)
        {
            return;
        }

        ref var cell = ref _table[place.Index];
        switch (charge.Rule.Algorithm)
        {
            case LimitAlgorithm.FixedWindow:
                FixedWindow.Refund(ref cell, charge);
                break;
            case LimitAlgorithm.SlidingWindow:
                _sliding.Refund(place, charge);
                break;
            case LimitAlgorithm.TokenBucket:
                TokenBucket.Refund(ref cell, charge);
                break;
            default:
                Concurrency.Release(ref cell, charge);
                break;
        }
    }

    private LimitReading Describe(LimitPlace place, LimitRule rule, UInt128 key)
    {
        var charge = new LimitCharge { Rule = rule, Key = key };
        DecideAt(place, ref charge, books: false);
        return new LimitReading(rule, key, charge.Remaining, charge.Reset);
    }
}
