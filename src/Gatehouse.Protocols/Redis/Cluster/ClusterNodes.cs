namespace Gatehouse.Protocols.Redis.Cluster;

/// <summary>Links to the nodes of a cluster, by address, and which of them has each slot.</summary>
internal sealed class ClusterNodes(Func<RedisEndPoint, RedisLink> open, int most)
{
    private readonly Dictionary<RedisEndPoint, RedisLink> _links = [];
    private readonly RedisLink?[] _slots = new RedisLink?[HashSlot.Count];
    private HashSet<RedisEndPoint> _unlisted = [];
    private RedisLink? _any;

    /// <summary>All links.</summary>
    public IReadOnlyCollection<RedisLink> Links => _links.Values;

    /// <summary>The link for a key, null while nobody has its slot.</summary>
    public RedisLink? For(ReadOnlySpan<byte> key) => _slots[HashSlot.Of(key)];

    /// <summary>A link that can be used, or else any; null without nodes. Always the same while it can.</summary>
    public RedisLink? Any()
    {
        if (_any is not { State: RedisState.Ready })
        {
            _any = _links.Values.FirstOrDefault(l => l.State == RedisState.Ready) ?? _links.Values.FirstOrDefault();
        }

        return _any;
    }

    /// <summary>The link to a node, opened when it is new; null when there are too many.</summary>
    public RedisLink? At(RedisEndPoint node)
    {
        if (_links.TryGetValue(node, out var link))
        {
            return link;
        }

        if (_links.Count >= most)
        {
            return null;
        }

        link = open(node);
        _links.Add(node, link);
        link.Connect();
        return link;
    }

    /// <summary>A slot has gone to another node.</summary>
    public void Move(int slot, RedisLink link) => _slots[slot] = link;

    /// <summary>
    /// Takes a map over. A node that neither this map nor the one before lists is left; one that is only taking slots over is not listed yet.
    /// </summary>
    public void Apply(List<ClusterRange> ranges)
    {
        Array.Clear(_slots);
        var listed = new HashSet<RedisEndPoint>();
        foreach (var range in ranges)
        {
            listed.Add(range.Node);
            _slots.AsSpan(range.First, range.Last - range.First + 1).Fill(At(range.Node));
        }

        var unlisted = _links.Keys.Where(n => !listed.Contains(n)).ToHashSet();
        foreach (var node in unlisted.Where(_unlisted.Contains))
        {
            _links.Remove(node, out var link);
            link!.Close();
        }

        _unlisted = unlisted;
        _any = null;
    }
}
