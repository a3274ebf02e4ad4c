namespace Gatehouse.Gateway.Limits;

/// <summary>The charges of one request. Reused; belongs to one request until <see cref="Clear"/>. Grows at most once per kind of request.</summary>
internal sealed class LimitBatch
{
    private LimitCharge[] _charges = new LimitCharge[4];

    /// <summary>Number of charges.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the node's own store decided because the shared one did not answer; the store's own business.</summary>
    public bool IsFallback { get; set; }

    /// <summary>A charge, to read and to write.</summary>
    public ref LimitCharge this[int index] => ref _charges.AsSpan(0, Count)[index];

    /// <summary>All charges.</summary>
    public Span<LimitCharge> Charges => _charges.AsSpan(0, Count);

    /// <summary>Adds a charge.</summary>
    public void Add(LimitRule rule, UInt128 key, long cost)
    {
        if (Count == _charges.Length)
        {
            Array.Resize(ref _charges, Count * 2);
        }

        _charges[Count++] = new LimitCharge { Rule = rule, Key = key, Cost = cost };
    }

    /// <summary>Forgets all charges.</summary>
    public void Clear()
    {
        Array.Clear(_charges, 0, Count);
        Count = 0;
        IsFallback = false;
    }
}
