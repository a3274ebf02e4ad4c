namespace Gatehouse.Gateway.Routing;

/// <summary>Builds the radix tree over the starts of paths.</summary>
internal static class PathTree
{
    /// <summary>The root of the tree over the candidates, which are in order of rank.</summary>
    public static PathNode Build(List<Candidate> candidates)
    {
        // A stable sort by path keeps the order of rank among equal paths.
        Candidate[] sorted = [.. candidates.OrderBy(c => c.PathStart, Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)))];
        return BuildNode(sorted, 0, 0);
    }

    /// <param name="sorted">Candidates that agree in their first <paramref name="end"/> bytes, by path.</param>
    /// <param name="start">Where the label of the node begins.</param>
    /// <param name="end">Where it ends.</param>
    private static PathNode BuildNode(ReadOnlySpan<Candidate> sorted, int start, int end)
    {
        byte[] label = sorted[0].PathStart[start..end];
        int own = 0;
        while (own < sorted.Length && sorted[own].PathStart.Length == end)
        {
            own++;
        }

        var candidates = sorted[..own];
        int best = own > 0 ? candidates[0].Rank : int.MaxValue;
        var keys = new List<byte>();
        var children = new List<PathNode>();
        var rest = sorted[own..];
        while (!rest.IsEmpty)
        {
            byte key = rest[0].PathStart[end];
            int count = 1;
            while (count < rest.Length && rest[count].PathStart[end] == key)
            {
                count++;
            }

            // In sorted order the first and last of a run agree in what the whole run agrees in.
            var first = rest[0].PathStart.AsSpan(end);
            int common = first.CommonPrefixLength(rest[count - 1].PathStart.AsSpan(end));
            var child = BuildNode(rest[..count], end, end + common);
            keys.Add(key);
            children.Add(child);
            best = Math.Min(best, child.BestRank);
            rest = rest[count..];
        }

        return new PathNode(label, candidates.ToArray(), [.. keys], [.. children], best);
    }
}
