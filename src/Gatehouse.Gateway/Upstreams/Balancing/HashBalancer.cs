namespace Gatehouse.Gateway.Upstreams.Balancing;

/// <summary>Consistent hashing: the slot that the request's hash falls into says the peer. A peer that may not be taken gives its keys to those of the following slots.</summary>
internal sealed class HashBalancer(UpstreamPeer[] peers, int slots) : IBalancer
{
    private const int MaxSlotsWalked = 64;

    private readonly int[] _table = HashTable.Build(peers, HashTable.SizeFor(slots, peers.Length));

    public UpstreamPeer? Pick(ref TriedSet tried, in PickInput input)
    {
        if (_table.Length == 0)
        {
            return null;
        }

        int slot = (int)(input.Hash % (ulong)_table.Length);
        var peer = peers[_table[slot]];
        return peer.CanTake(ref tried) ? peer : Other(slot, ref tried);
    }

    private UpstreamPeer? Other(int slot, ref TriedSet tried)
    {
        for (int i = 1; i < MaxSlotsWalked; i++)
        {
            var peer = peers[_table[(slot + i) % _table.Length]];
            if (peer.CanTake(ref tried))
            {
                return peer;
            }
        }

        for (int i = 1; i < peers.Length; i++)
        {
            var peer = peers[(_table[slot] + i) % peers.Length];
            if (peer.CanTake(ref tried))
            {
                return peer;
            }
        }

        return null;
    }
}
