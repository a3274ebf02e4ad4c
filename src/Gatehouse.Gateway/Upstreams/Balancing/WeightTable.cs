namespace Gatehouse.Gateway.Upstreams.Balancing;

/// <summary>Draws indices with probabilities that are their weights; O(log n).</summary>
internal sealed class WeightTable
{
    // Sum of the weights up to and with each index.
    private readonly long[] _sums;

    /// <param name="weights">All positive; at least one.</param>
    public WeightTable(ReadOnlySpan<int> weights)
    {
        _sums = new long[weights.Length];
        long sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            sum += weights[i];
            _sums[i] = sum;
        }
    }

    /// <summary>An index.</summary>
    public int Draw()
    {
        int place = Array.BinarySearch(_sums, Random.Shared.NextInt64(_sums[^1]) + 1);
        return place < 0 ? ~place : place;
    }
}
