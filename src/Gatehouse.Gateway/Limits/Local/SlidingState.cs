namespace Gatehouse.Gateway.Limits.Local;

/// <summary>State of a sliding window in one word: 31 bits of the newest group's ordinal, 1 whether groups are coarse, 32 of its units.</summary>
/// <param name="Head">Ordinal of the newest group. Goes up with each group, so that no state comes back while somebody still thinks of it.</param>
/// <param name="IsCoarse">Whether the log could not grow, so that its groups are larger.</param>
/// <param name="Used">Units in the newest group.</param>
internal readonly record struct SlidingState(long Head, bool IsCoarse, long Used)
{
    /// <summary>The word while a log is being moved. No state looks like it: ordinals end before.</summary>
    public const long Moving = -1;

    /// <summary>From this ordinal on the log is moved to lower ones.</summary>
    public const long LastHead = (1L << 31) - 4096;

    /// <summary>Most units of a group.</summary>
    public const long MaxUsed = uint.MaxValue;

    public static SlidingState From(long word) => new(word >>> 33, (word & (1L << 32)) != 0, word & MaxUsed);

    public long ToWord() => (Head << 33) | (IsCoarse ? 1L << 32 : 0) | Used;
}
