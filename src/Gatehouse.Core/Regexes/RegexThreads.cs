namespace Gatehouse.Core.Regexes;

/// <summary>
/// The alternatives that are alive at one position, in order of preference: a sparse set (Briggs and Torczon) over the
/// instructions, in memory of the caller that need not be cleared.
/// </summary>
/// <param name="dense">Room for one entry per instruction.</param>
/// <param name="sparse">Room for one entry per instruction.</param>
internal ref struct RegexThreads(Span<int> dense, Span<int> sparse)
{
    private readonly Span<int> _dense = dense;
    private readonly Span<int> _sparse = sparse;

    /// <summary>Number of alternatives.</summary>
    public int Count { get; set; }

    /// <summary>The instruction at a place in the order.</summary>
    public readonly int this[int index] => _dense[index];

    /// <summary>Adds an instruction behind the others; false when it is there already, which then has preference.</summary>
    public bool TryAdd(int instruction)
    {
        int place = _sparse[instruction];
        if ((uint)place < (uint)Count && _dense[place] == instruction)
        {
            return false;
        }

        _sparse[instruction] = Count;
        _dense[Count++] = instruction;
        return true;
    }
}
