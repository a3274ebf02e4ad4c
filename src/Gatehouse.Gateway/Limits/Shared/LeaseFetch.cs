namespace Gatehouse.Gateway.Limits.Shared;

/// <summary>What a request has to ask the server because its leases do not suffice. Reused; belongs to one request at a time.</summary>
internal sealed class LeaseFetch
{
    [ThreadStatic]
    private static Stack<LeaseFetch>? _spare;

    private Entry[] _entries = new Entry[4];

    /// <summary>The charges to ask for, shares included.</summary>
    public LimitBatch Batch { get; } = new();

    /// <summary>Whether anything is booked in advance.</summary>
    public bool HasShares { get; private set; }

    public static LeaseFetch Rent() => (_spare ??= []).TryPop(out var fetch) ? fetch : new LeaseFetch();

    /// <summary>Back to the stock of this loop.</summary>
    public void Return()
    {
        Array.Clear(_entries, 0, Batch.Count);
        Batch.Clear();
        HasShares = false;
        (_spare ??= []).Push(this);
    }

    /// <summary>Adds a charge of the request at <paramref name="place"/>, and a share of its lease unless somebody else is asking for one.</summary>
    public void Add(in LimitCharge charge, int place, Lease? lease, long share)
    {
        if (Batch.Count == _entries.Length)
        {
            Array.Resize(ref _entries, _entries.Length * 2);
        }

        _entries[Batch.Count] = new Entry(lease, place, share);
        HasShares |= share > 0;
        Batch.Add(charge.Rule, charge.Key, charge.Cost + share);
    }

    /// <summary>Takes the shares out again: they may be what the limit has no room for.</summary>
    public void DropShares()
    {
        for (int i = 0; i < Batch.Count; i++)
        {
            Batch[i].Cost -= _entries[i].Share;
            _entries[i] = _entries[i] with { Share = 0 };
        }

        HasShares = false;
    }

    /// <summary>Brings leases and the request's charges up to date with what the server said.</summary>
    /// <param name="batch">The request's charges.</param>
    /// <param name="outcome">What it said.</param>
    /// <param name="asked">The node's time when it was asked, from which on what it said about times counts.</param>
    /// <param name="now">The node's time.</param>
    /// <param name="life">Time of a lease, nanoseconds.</param>
    public void Settle(LimitBatch batch, LimitOutcome outcome, long asked, long now, long life)
    {
        for (int i = 0; i < Batch.Count; i++)
        {
            ref readonly var said = ref Batch[i];
            var (lease, place, share) = _entries[i];
            ref var charge = ref batch[place];
            charge.IsAdmitted = said.IsAdmitted;
            charge.Remaining = said.Remaining + (outcome == LimitOutcome.Admitted ? share : 0);
            charge.Reset = said.Reset;
            charge.RetryAfter = said.RetryAfter;
            charge.Booking = said.Booking;
            if (lease is null || outcome == LimitOutcome.Unavailable)
            {
                continue;
            }

            if (outcome == LimitOutcome.Admitted)
            {
                bool isCalendar = said.Rule.Algorithm == LimitAlgorithm.FixedWindow;
                lease.Add(share, said.Remaining, now, asked + (isCalendar ? Math.Min(life, said.Reset) : life), asked + said.Reset);
                lease.NoteUse(said.Cost - share, now);
            }
            else if (!said.IsAdmitted && said.RetryAfter is > 0 and < LimitCharge.Never && said.Cost <= 1)
            {
                lease.Deny(asked + Math.Min(life, said.RetryAfter), asked + said.RetryAfter);
            }
        }
    }

    /// <summary>Others may ask for shares again.</summary>
    public void EndShares()
    {
        for (int i = 0; i < Batch.Count; i++)
        {
            if (_entries[i].Asks)
            {
                _entries[i].Lease!.EndFetch();
            }
        }
    }

    private readonly record struct Entry(Lease? Lease, int Place, long Share)
    {
        /// <summary>Whether this request is the one that asks for a share of the lease.</summary>
        public bool Asks { get; init; } = Share > 0;
    }
}
