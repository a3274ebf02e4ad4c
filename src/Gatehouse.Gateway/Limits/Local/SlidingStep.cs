namespace Gatehouse.Gateway.Limits.Local;

/// <summary>Where a cost goes: into the newest group, new groups behind it, or both.</summary>
/// <param name="Last">Ordinal of the newest group afterwards.</param>
/// <param name="Used">Units in it afterwards.</param>
/// <param name="JoinsHead">Whether the group that is the newest now takes some.</param>
/// <param name="Fits">Whether the log is long enough for the cost at all.</param>
internal readonly record struct SlidingStep(long Last, long Used, bool JoinsHead, bool Fits)
{
    /// <summary>Units of a group. While the log cannot grow, its groups share the limit among fewer.</summary>
    public static long SizeOf(SlidingState state, LimitRule rule, int length)
        => state.IsCoarse ? Math.Min(SlidingState.MaxUsed, rule.Limit / length) : rule.GroupSize;

    public static SlidingStep Of(SlidingState state, LimitRule rule, int length, long cost)
    {
        long size = SizeOf(state, rule, length);
        long free = Math.Max(0, size - state.Used);
        if (cost <= free)
        {
            return new SlidingStep(state.Head, state.Used + cost, JoinsHead: true, Fits: true);
        }

        long groups = (cost - free + size - 1) / size;
        bool joins = free > 0 && groups < length;
        long rest = joins ? cost - free : cost;
        groups = (rest + size - 1) / size;
        return new SlidingStep(state.Head + groups, rest - ((groups - 1) * size), joins, groups <= length);
    }

    /// <summary>All groups anew, each full.</summary>
    public static SlidingStep Whole(SlidingState state, LimitRule rule, int length)
        => new(state.Head + length, SizeOf(state, rule, length), JoinsHead: false, Fits: true);
}
