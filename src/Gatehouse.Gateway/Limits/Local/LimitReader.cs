namespace Gatehouse.Gateway.Limits.Local;

/// <summary>Reads counters for an administrator: walks the cells, from where the page before ended.</summary>
/// <param name="table">The cells.</param>
/// <param name="describe">Says how a cell stands.</param>
internal sealed class LimitReader(LimitTable table, Func<LimitPlace, LimitRule, UInt128, LimitReading> describe)
{
    /// <summary>One page; the cursor is the cell it goes on with.</summary>
    public LimitPage Read(IReadOnlyList<LimitRule> rules, UInt128? key, long cursor, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cursor);
        var readings = new List<LimitReading>();
        if (key is { } one)
        {
            foreach (var rule in rules)
            {
                Add(readings, table.Find(one ^ rule.Salt), rule, one);
            }

            return new LimitPage(readings, null);
        }

        var byTag = new Dictionary<int, LimitRule>();
        foreach (var rule in rules)
        {
            byTag.TryAdd(rule.Tag, rule);
        }

        for (long index = cursor; index < table.Length; index++)
        {
            if (readings.Count == count)
            {
                return new LimitPage(readings, index);
            }

            if (table.TryReadOwner((int)index, out var salted, out int tag, out var place) && byTag.TryGetValue(tag, out var rule))
            {
                Add(readings, place, rule, salted ^ rule.Salt);
            }
        }

        return new LimitPage(readings, null);
    }

    private void Add(List<LimitReading> readings, LimitPlace place, LimitRule rule, UInt128 key)
    {
        if (!place.Exists)
        {
            return;
        }

        var reading = describe(place, rule, key);

        // Cells that count nothing any more are there until somebody needs them; nobody wants to read of them.
        if (table.IsCurrent(place) && (reading.Remaining < rule.Limit || reading.Reset > 0) && !IsUnused(reading))
        {
            readings.Add(reading);
        }
    }

    private static bool IsUnused(LimitReading reading)
        => reading.Rule.Algorithm != LimitAlgorithm.TokenBucket && reading.Remaining == reading.Rule.Limit;
}
