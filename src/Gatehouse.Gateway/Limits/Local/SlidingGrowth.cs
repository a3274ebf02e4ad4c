namespace Gatehouse.Gateway.Limits.Local;

/// <summary>
/// Moves the log of a sliding window when it has become too short, three times in a counter's life at most; where there is no memory for
/// that, its groups become larger instead. Whoever needs the counter meanwhile waits for a few hundred instructions.
/// </summary>
internal sealed class SlidingGrowth(LimitTable table)
{
    /// <summary>Lengths on the way to the rule's number of groups.</summary>
    private static readonly int[] Steps = [16, 64];

    /// <summary>Makes room; true when something has changed, by this thread or another, so that looking again is worthwhile.</summary>
    public bool TryMove(LimitPlace place, LimitRule rule, long word)
    {
        var state = SlidingState.From(word);
        int length = table.LogOf(place.Index)?.Length ?? Math.Min(LimitCell.InlineTimes, rule.Groups);
        int next = LengthAfter(length, rule.Groups);
        bool isAtEnd = state.Head >= SlidingState.LastHead - length;
        if ((next == length || state.IsCoarse) && !isAtEnd)
        {
            return false;
        }

        next = state.IsCoarse ? length : next;
        table.Enter(place.Index);
        bool moved = table.IsCurrent(place) ? Move(place, rule, word, length, next) : true;
        table.Leave(place.Index);
        return moved;
    }

    private bool Move(LimitPlace place, LimitRule rule, long word, int length, int next)
    {
        ref var cell = ref table[place.Index];
        int held = table.LogOf(place.Index)?.Length ?? 0;
        if (Volatile.Read(ref cell.State) != word || (held == 0 ? Math.Min(LimitCell.InlineTimes, rule.Groups) : held) != length)
        {
            return true;
        }

        var state = SlidingState.From(word);
        if (next > length && !table.TryReserveLog(held, next))
        {
            next = length;
            state = state with { IsCoarse = true };
        }

        long[]? longer = next > length ? new long[next] : null;

        // From here on nobody books: what others still raise by the old word they do not book by it.
        if (Interlocked.CompareExchange(ref cell.State, SlidingState.Moving, word) != word)
        {
            if (longer is not null)
            {
                table.CancelReservation(held, next);
            }

            return true;
        }

        Span<long> times = stackalloc long[length];
        var log = new SlidingLog(ref cell, table.LogOf(place.Index), rule);
        log.CopyTo(state.Head, times);

        // A head that differs from all that anybody may have in mind.
        long head = state.Head >= SlidingState.LastHead - length ? next + (state.Head % next) : state.Head + next;
        new SlidingLog(ref cell, longer ?? table.LogOf(place.Index), rule).Fill(head, times);
        if (longer is not null)
        {
            table.SetLog(place.Index, longer);
        }

        Volatile.Write(ref cell.State, (state with { Head = head }).ToWord());
        return true;
    }

    private static int LengthAfter(int length, int groups)
    {
        foreach (int step in Steps)
        {
            if (length < step)
            {
                return Math.Min(step, groups);
            }
        }

        return groups;
    }
}
