namespace Gatehouse.Gateway.Routing;

/// <summary>
/// Candidates that one host (or no host) selects, indexed by the start of the path. The index only narrows: a candidate is
/// checked in full before it wins. Immutable.
/// </summary>
internal sealed class RouteGroup
{
    /// <summary>Up to here comparing one after another beats walking the tree.</summary>
    private const int LinearUpTo = 4;

    private readonly Candidate[] _few;
    private readonly PathNode? _root;

    /// <param name="candidates">In order of rank.</param>
    public RouteGroup(List<Candidate> candidates)
    {
        BestRank = candidates[0].Rank;
        if (candidates.Count <= LinearUpTo)
        {
            _few = [.. candidates];
            return;
        }

        _few = [];
        _root = PathTree.Build(candidates);
    }

    /// <summary>Smallest rank in the group.</summary>
    public int BestRank { get; }

    /// <summary>Looks for a candidate better than the state's best.</summary>
    public void Search(ref MatchState state)
    {
        if (BestRank >= state.BestRank)
        {
            return;
        }

        if (_root is null)
        {
            SearchFew(ref state);
        }
        else
        {
            SearchTree(_root, ref state);
        }
    }

    private void SearchFew(ref MatchState state)
    {
        foreach (var candidate in _few)
        {
            if (candidate.Rank >= state.BestRank)
            {
                return;
            }

            if (state.Path.StartsWith(candidate.PathStart) && candidate.TryTake(ref state))
            {
                return;
            }
        }
    }

    /// <summary>
    /// Walks down the nodes that are prefixes of the path and looks at their candidates from the deepest up: the longest prefix
    /// usually has the best rank, and what ranks behind it is then skipped without a check.
    /// </summary>
    private static void SearchTree(PathNode root, ref MatchState state)
    {
        var stack = default(PathNodeStack);
        int depth = 0;
        var node = root;
        var rest = state.Path;
        while (node is not null && node.BestRank < state.BestRank)
        {
            if (node.Candidates.Length > 0)
            {
                if (depth == PathNodeStack.Capacity)
                {
                    TryCandidates(stack[--depth]!, ref state);
                }

                stack[depth++] = node;
            }

            node = node.Descend(ref rest);
        }

        while (depth > 0)
        {
            TryCandidates(stack[--depth]!, ref state);
        }
    }

    private static void TryCandidates(PathNode node, ref MatchState state)
    {
        foreach (var candidate in node.Candidates)
        {
            if (candidate.Rank >= state.BestRank || candidate.TryTake(ref state))
            {
                return;
            }
        }
    }
}
