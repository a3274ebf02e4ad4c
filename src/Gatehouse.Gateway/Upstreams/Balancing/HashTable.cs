namespace Gatehouse.Gateway.Upstreams.Balancing;

/// <summary>
/// Maglev's look-up table (Eisenbud et al., "Maglev: A Fast and Reliable Software Network Load Balancer", section 3.4), with weights: each peer
/// has a permutation of the slots that its address alone decides, and peers take turns, as often as their weight says, at taking their
/// next free slot. Shares are exact to a slot, and a peer that goes moves little beside its own keys.
/// </summary>
internal static class HashTable
{
    // Slots for each peer, at least: what moves needlessly is in the order of n / slots.
    private const int SlotsPerPeer = 128;

    private static readonly int[] Primes = [1021, 2039, 4093, 8191, 16381, 32749, 65521, 131071, 262139, 524287, 1048573];

    /// <summary>Number of slots: a prime of at least <c>slots</c> and 128 for each peer (up to 8,000 peers).</summary>
    public static int SizeFor(int slots, int peers)
    {
        int wanted = (int)Math.Min(Math.Max(slots, (long)SlotsPerPeer * peers), Primes[^1]);
        return Primes[Array.FindIndex(Primes, p => p >= wanted)];
    }

    /// <summary>Indices of <paramref name="peers"/> by slot; empty when there are none. All weights are positive.</summary>
    public static int[] Build(ReadOnlySpan<UpstreamPeer> peers, int size)
    {
        if (peers.IsEmpty)
        {
            return [];
        }

        var places = new (ulong Next, ulong Skip)[peers.Length];

        // The turn of a peer is when it has waited as long as its weight asks; equals in the order of the peers.
        var turns = new PriorityQueue<int, (double Time, int Peer)>(peers.Length);
        for (int i = 0; i < peers.Length; i++)
        {
            ulong name = peers[i].StableHash;
            places[i] = (name % (ulong)size, (StableHash.Mix(name ^ 0xA5A5A5A5A5A5A5A5) % (ulong)(size - 1)) + 1);
            turns.Enqueue(i, (1.0 / peers[i].Weight, i));
        }

        int[] table = new int[size];
        Array.Fill(table, -1);
        int[] taken = new int[peers.Length];
        for (int filled = 0; filled < size; filled++)
        {
            int peer = turns.Dequeue();
            ref var place = ref places[peer];
            while (table[place.Next] >= 0)
            {
                place.Next = (place.Next + place.Skip) % (ulong)size;
            }

            table[place.Next] = peer;
            turns.Enqueue(peer, ((++taken[peer] + 1.0) / peers[peer].Weight, peer));
        }

        return table;
    }
}
