using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Gateway.Upstreams.Balancing;
using Xunit;

namespace Gatehouse.Gateway.Tests.Upstreams.Balancing;

public sealed class HashTableTests
{
    [Fact]
    public void Adding_one_to_n_targets_remaps_at_most_its_share_and_five_percent()
        => Prop.ForAll(Gen.Choose(1, 60).ToArbitrary(), Gen.Choose(1, 1000).ToArbitrary(), (count, first) =>
        {
            int[] before = [.. Enumerable.Range(first, count)];
            Assert.InRange(Moved(before, [.. before, 5000]), 0, (1.0 / (count + 1)) + 0.05);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    // To another address: the old one's share goes to all, and all give to the new one.
    [Fact]
    public void Moving_one_of_n_targets_remaps_at_most_two_shares_and_five_percent()
        => Prop.ForAll(Gen.Choose(2, 60).ToArbitrary(), Gen.Choose(1, 1000).ToArbitrary(), Gen.Choose(0, 59).ToArbitrary(), (count, first, victim) =>
        {
            int[] before = [.. Enumerable.Range(first, count)];
            int[] after = [.. before];
            after[victim % count] = 5000 + victim;
            Assert.InRange(Moved(before, after), 0, (2.0 / count) + 0.05);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void Removing_one_of_n_targets_remaps_at_most_its_share_and_five_percent()
        => Prop.ForAll(Gen.Choose(2, 60).ToArbitrary(), Gen.Choose(0, 59).ToArbitrary(), (count, victim) =>
        {
            int[] before = [.. Enumerable.Range(1, count)];
            Assert.InRange(Moved(before, [.. before.Where(n => n != (victim % count) + 1)]), 0, (1.0 / count) + 0.05);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Theory]
    [InlineData(new[] { 1, 1, 1 })]
    [InlineData(new[] { 100, 50, 25 })]
    [InlineData(new[] { 65535, 1, 300 })]
    public void Shares_are_those_of_the_weights_to_a_slot(int[] weights)
    {
        const int Size = 16381;
        var table = HashTable.Build([.. weights.Select((w, i) => Peer(i + 1, w))], Size);

        Assert.All(Enumerable.Range(0, weights.Length), i
            => Assert.InRange(table.Count(p => p == i) - ((double)Size * weights[i] / weights.Sum()), -weights.Length, weights.Length));
    }

    [Fact]
    public void A_hundred_thousand_keys_pass_the_chi_square_test()
    {
        int[] weights = [100, 50, 25, 25, 200, 10, 10, 80, 100, 100];
        var peers = weights.Select((w, i) => Peer(i + 1, w)).ToArray();
        var balancer = new HashBalancer(peers, 10000);
        int[] hits = new int[weights.Length];
        for (int key = 0; key < 100_000; key++)
        {
            var tried = default(TriedSet);
            var peer = balancer.Pick(ref tried, new PickInput(StableHash.Of(BitConverter.GetBytes(key)), 0, 0));
            hits[Array.IndexOf(peers, peer)]++;
        }

        double chi = hits.Select((h, i) => (h, e: 100_000.0 * weights[i] / weights.Sum())).Sum(x => (x.h - x.e) * (x.h - x.e) / x.e);

        // 9 degrees of freedom: greater in one of a thousand draws. The keys are always the same.
        Assert.InRange(chi, 0, 27.88);
    }

    [Fact]
    public void Table_is_the_same_on_every_node_and_after_every_start()
    {
        var table = HashTable.Build([Peer(1, 100), Peer(2, 50), Peer(3, 100)], 1021);

        // Pinned: another number means that an upgrade would move everybody.
        Assert.Equal(8392088074604430317UL, StableHash.Of([.. table.Select(p => (byte)p)]));
    }

    [Theory]
    [InlineData(10, 1, 1021)]
    [InlineData(10000, 3, 16381)]
    [InlineData(65536, 3, 131071)]
    [InlineData(10000, 1000, 131071)]
    [InlineData(10000, 100000, 1048573)]
    public void Size_is_a_prime_for_slots_and_peers(int slots, int peers, int expected) => Assert.Equal(expected, HashTable.SizeFor(slots, peers));

    private static UpstreamPeer Peer(int number, int weight)
        => new(new UpstreamAddress(new IPEndPoint(new IPAddress([10, 1, (byte)(number / 256), (byte)number]), 80)), "h", weight);

    private static double Moved(int[] before, int[] after)
    {
        int size = HashTable.SizeFor(10000, before.Length);
        var first = HashTable.Build([.. before.Select(n => Peer(n, 100))], size);
        var second = HashTable.Build([.. after.Select(n => Peer(n, 100))], size);
        return Enumerable.Range(0, size).Count(i => before[first[i]] != after[second[i]]) / (double)size;
    }
}
