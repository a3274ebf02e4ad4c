namespace Gatehouse.Ai.Accounting.Ledger;

/// <summary>Asks for sums.</summary>
internal sealed record UsageQuery : UsageFilter
{
    /// <summary>Most rows of a page.</summary>
    public const int MaxLimit = 1000;

    /// <summary>What the sums are told apart by, in this order; none = one sum of all.</summary>
    public IReadOnlyList<UsageDimension> GroupBy { get; init; } = [];

    /// <summary>Rows of a page, 1 … <see cref="MaxLimit"/>. Default 100.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>Rows before the page. Default 0.</summary>
    public int Offset { get; init; }
}
