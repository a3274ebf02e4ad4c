using System.Net;
using Gatehouse.Gateway.Hygiene;
using Gatehouse.Gateway.Identity;
using Gatehouse.TestKit.Time;
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
            delays.Begin(new IPAddress(0x0100_0000L + i));
        }

        Assert.Equal([1000], Milliseconds(delays, Client, 1));
    }

    [Fact]
    public void Waiting_answers_are_bounded()
    {
        var delays = new FailureDelays(new() { Free = 0, Waiting = 2 }, _clock);

        Assert.True(delays.Begin(Client) > TimeSpan.Zero && delays.Begin(Client) > TimeSpan.Zero);
        Assert.Equal(TimeSpan.Zero, delays.Begin(Client));
        Assert.Equal(2, delays.Waiting);
        delays.End();
        Assert.True(delays.Begin(Client) > TimeSpan.Zero);
    }

    [Fact]
    public void Delay_can_be_switched_off()
        => Assert.All(Milliseconds(new FailureDelays(new() { Free = 0, Longest = TimeSpan.Zero }, _clock), Client, 20), d => Assert.Equal(0, d));

    private static double[] Milliseconds(FailureDelays delays, IPAddress address, int times)
    {
        var all = new double[times];
        for (int i = 0; i < times; i++)
        {
            var delay = delays.Begin(address);
            all[i] = delay.TotalMilliseconds;
            if (delay > TimeSpan.Zero)
            {
                delays.End();
            }
        }

        return all;
    }
}
