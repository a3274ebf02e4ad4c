namespace Gatehouse.Gateway.Upstreams.Balancing;

/// <summary>
/// Smooth weighted round robin laid out ahead: sum(weight)/gcd slots (Kong's wheel) in the order of nginx's algorithm instead
/// of shuffled, so that a heavy peer and many light ones alternate, and no window holds much more of a peer than its share.
/// </summary>
internal static class RoundRobinWheel
{
    /// <summary>
    /// Longest wheel for a few peers, 256 KiB of indices. Beyond the limit weights are scaled down (each stays at least 1).
    /// </summary>
    public const int MaxSlots = 65536;

    // Laying out costs slots × peers; this many steps take about 20 ms, off the request path.
    private const int MaxSteps = 16 * 1024 * 1024;

    // However many the peers, weights keep at least this many steps of difference on average.
    private const int MinSlotsPerPeer = 8;

    /// <summary>Indices into <paramref name="weights"/> in turn order; all weights are positive.</summary>
    public static int[] Build(ReadOnlySpan<int> weights)
    {
        if (weights.IsEmpty)
        {
            return [];
        }

        int[] counts = new int[weights.Length];
        int slots = Reduce(weights, counts);
        return Spread(counts, slots);
    }

    /// <summary>Longest wheel for so many peers.</summary>
    internal static int Limit(int peers)
        => Math.Max(Math.Min(MaxSlots, MaxSteps / peers), MinSlotsPerPeer * peers);

    /// <summary>Divides by the greatest common divisor, and scales when the wheel would still be too long.</summary>
    private static int Reduce(ReadOnlySpan<int> weights, Span<int> counts)
    {
        int divisor = 0;
        long sum = 0;
        foreach (int weight in weights)
        {
            divisor = Gcd(divisor, weight);
            sum += weight;
        }

        long slots = sum / divisor;
        int limit = Limit(weights.Length);
        int total = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            int reduced = weights[i] / divisor;
            counts[i] = slots <= limit ? reduced : (int)Math.Max(1, reduced * (long)limit / slots);
            total += counts[i];
        }

        return total;
    }

    /// <summary>
    /// nginx's rule: each turn every peer gains its weight, the richest is chosen and pays the sum. Ties fall to the lower
    /// index, so every node lays out the same wheel.
    /// </summary>
    private static int[] Spread(ReadOnlySpan<int> counts, int slots)
    {
        int[] wheel = new int[slots];
        int[] wealth = new int[counts.Length];
        for (int slot = 0; slot < slots; slot++)
        {
            int richest = 0;
            for (int i = 0; i < wealth.Length; i++)
            {
                wealth[i] += counts[i];
                if (wealth[i] > wealth[richest])
                {
                    richest = i;
                }
            }

            wealth[richest] -= slots;
            wheel[slot] = richest;
        }

        return wheel;
    }

    private static int Gcd(int a, int b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }
}
