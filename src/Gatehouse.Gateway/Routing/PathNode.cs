namespace Gatehouse.Gateway.Routing;

/// <summary>A node of the radix tree over path prefixes. Immutable after <see cref="PathTree"/> has built it.</summary>
internal sealed class PathNode(byte[] label, Candidate[] candidates, byte[] keys, PathNode[] children, int bestRank)
{
    /// <summary>Candidates whose path starts with the bytes from the root to here, in order of rank.</summary>
    public Candidate[] Candidates { get; } = candidates;

    /// <summary>Smallest rank here and below.</summary>
    public int BestRank { get; } = bestRank;

    /// <summary>The child that goes on with <paramref name="rest"/>, which is shortened by its label; null when there is none.</summary>
    public PathNode? Descend(ref ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty)
        {
            return null;
        }

        int index = keys.AsSpan().IndexOf(rest[0]);
        if (index < 0)
        {
            return null;
        }

        var child = children[index];
        var childLabel = child.Label;
        if (!rest.StartsWith(childLabel))
        {
            return null;
        }

        rest = rest[childLabel.Length..];
        return child;
    }

    /// <summary>Bytes between the parent and this node.</summary>
    private byte[] Label { get; } = label;
}
