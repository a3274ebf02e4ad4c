namespace Gatehouse.Gateway.Limits;

/// <summary>How a limit counts.</summary>
internal enum LimitAlgorithm : byte
{
    /// <summary>At most <see cref="LimitRule.Limit"/> units in each window of the calendar (Kong's way): twice as many around a boundary.</summary>
    FixedWindow,

    /// <summary>At most <see cref="LimitRule.Limit"/> units in any interval of the window's length.</summary>
    SlidingWindow,

    /// <summary>
    /// Generic cell rate algorithm: <see cref="LimitRule.Limit"/> units per window, evenly, and up to <see cref="LimitRule.Burst"/> at
    /// once. In any interval of length t at most burst + limit × t / window units.
    /// </summary>
    TokenBucket,

    /// <summary>At most <see cref="LimitRule.Limit"/> units at a time; each is given back when its request is over.</summary>
    Concurrency,
}
