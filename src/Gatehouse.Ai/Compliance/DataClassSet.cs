namespace Gatehouse.Ai.Compliance;

/// <summary>A set of data classes of one catalogue, one bit each. Sets of different catalogues must not be compared.</summary>
internal readonly record struct DataClassSet(ulong Bits)
{
    public bool IsEmpty => Bits == 0;

    public bool Contains(DataClass dataClass) => (Bits >> dataClass.Index & 1) != 0;

    public bool ContainsAll(DataClassSet other) => (other.Bits & ~Bits) == 0;

    public DataClassSet With(DataClass dataClass) => new(Bits | 1UL << dataClass.Index);

    public DataClassSet Union(DataClassSet other) => new(Bits | other.Bits);

    public DataClassSet Intersect(DataClassSet other) => new(Bits & other.Bits);

    public DataClassSet Without(DataClassSet other) => new(Bits & ~other.Bits);
}
