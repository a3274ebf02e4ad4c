using System.Net;
using Gatehouse.Gateway.Hygiene;
using Gatehouse.Gateway.Identity;
using Gatehouse.TestKit.Time;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.Gateway.Tests.Identity;

public sealed class FailureDelaysTests
{
    private static readonly IPAddress Client = IPAddress.Parse("192.0.2.1");

    private readonly FakeClock _clock = new();

    [Fact]
    public void First_failures_are_free_then_the_delay_doubles_up_to_the_longest()
    {
        var delays = new FailureDelays(new() { Free = 2 }, _clock);

        Assert.Equal([0, 0, 50, 100, 200, 400, 800, 1000, 1000], Milliseconds(delays, Client, 9));
    }

    [Fact]
    public void Failures_are_forgiven_with_time()
    {
        var delays = new FailureDelays(new() { Free = 2 }, _clock);
        Milliseconds(delays, Client, 4);
        _clock.Advance(TimeSpan.FromSeconds(29));

        Assert.Equal([50], Milliseconds(delays, Client, 1));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal([0], Milliseconds(delays, Client, 1));
    }

    [Fact]
    public void Nobody_else_is_delayed()
    {
        var delays = new FailureDelays(new() { Free = 0 }, _clock);
        Milliseconds(delays, Client, 20);
        Assert.Equal([50], Milliseconds(delays, IPAddress.Parse("192.0.2.2"), 1));
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    public void One_client_is_an_address_or_an_IPv6_network_of_64_bits(string first, string second, bool isSame)
        => Assert.Equal(isSame, ClientNetwork.KeyOf(IPAddress.Parse(first)) == ClientNetwork.KeyOf(IPAddress.Parse(second)));

    [Fact]
    public void Flood_of_addresses_does_not_make_it_forget_who_keeps_guessing()
    {
        var delays = new FailureDelays(new() { Free = 2, Addresses = 64 }, _clock);
        Milliseconds(delays, Client, 9);
        for (int i = 0; i < 20_000; i++)
        {
            delays.Begin(new IPAddress(0x0100_0000L + i), out _);
        }

        Assert.Equal([1000], Milliseconds(delays, Client, 1));
    }

    [Fact]
    public async Task Waiting_answers_are_bounded()
    {
        var delays = new FailureDelays(new() { Free = 0, Waiting = 2 }, _clock);

        Assert.True(Waits(delays, Client) && Waits(delays, Client));
        Assert.Equal(TimeSpan.Zero, delays.Begin(Client, out bool isTooMany));
        Assert.Equal((2, true), (delays.Waiting, isTooMany));
        await EndAsync(delays, Client);
        Assert.True(Waits(delays, Client));
    }

    /// <summary>One address that guesses in parallel took all places: its own answers and those of all others went out at once.</summary>
    [Fact]
    public async Task Address_that_guesses_in_parallel_leaves_places_to_others()
    {
        var delays = new FailureDelays(new() { Free = 0, Waiting = 100, WaitingPerAddress = 3 }, _clock);
        var other = IPAddress.Parse("192.0.2.2");

        Assert.Equal([true, true, true, false, false], Enumerable.Range(0, 5).Select(_ => Waits(delays, Client)));
        Assert.True(Waits(delays, other));
        Assert.Equal(4, delays.Waiting);
        await EndAsync(delays, Client);
        Assert.Equal([true, false], Enumerable.Range(0, 2).Select(_ => Waits(delays, Client)));
        Assert.True(Waits(delays, other));
    }

    [Fact]
    public void Address_has_a_share_by_default()
    {
        var delays = new FailureDelays(new() { Free = 0 }, _clock);
        Assert.Equal(64, Enumerable.Range(0, 2000).Count(_ => Waits(delays, Client)));
    }

    [Fact]
    public void Answer_that_had_no_need_to_wait_is_not_one_too_many()
    {
        var delays = new FailureDelays(new() { Free = 1, WaitingPerAddress = 0 }, _clock);

        delays.Begin(Client, out bool first);
        delays.Begin(Client, out bool second);
        Assert.Equal((false, true), (first, second));
    }

    [Fact]
    public async Task Wait_ends_when_the_client_leaves_and_gives_its_place_back()
    {
        var delays = new FailureDelays(new() { Free = 0 }, _clock);
        using var leaving = new CancellationTokenSource();
        var delay = delays.Begin(Client, out _);

        var waiting = delays.WaitAsync(Client, delay, leaving.Token).AsTask();
        Assert.False(waiting.IsCompleted);
        await leaving.CancelAsync();
        await Eventually.EndsAsync(waiting, "the wait to end");
        Assert.Equal((0, 0), (delays.Waiting, _clock.ArmedTimers));
    }

    [Fact]
    public void Delay_can_be_switched_off()
        => Assert.All(Milliseconds(new FailureDelays(new() { Free = 0, Longest = TimeSpan.Zero }, _clock), Client, 20), d => Assert.Equal(0, d));

    private static double[] Milliseconds(FailureDelays delays, IPAddress address, int times)
    {
        var all = new double[times];
        for (int i = 0; i < times; i++)
        {
            var delay = delays.Begin(address, out _);
            all[i] = delay.TotalMilliseconds;
            if (delay > TimeSpan.Zero)
            {
                Assert.True(EndAsync(delays, address).IsCompletedSuccessfully);
            }
        }

        return all;
    }

    private static bool Waits(FailureDelays delays, IPAddress address) => delays.Begin(address, out _) > TimeSpan.Zero;

    /// <summary>An answer goes out: its client has left.</summary>
    private static ValueTask EndAsync(FailureDelays delays, IPAddress address)
        => delays.WaitAsync(address, TimeSpan.FromSeconds(1), new CancellationToken(canceled: true));
}
