using System.Net;
using Gatehouse.Gateway.Listeners;
using Gatehouse.TestKit.Time;
using Xunit;

namespace Gatehouse.Gateway.Tests.Listeners;

public sealed class ConnectionLimitsTests
{
    private static readonly IPAddress A = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress B = IPAddress.Parse("192.0.2.2");

    [Fact]
    public void Limits_refuse_one_address_and_still_admit_another()
    {
        var limits = new ConnectionLimits(total: 0, perAddress: 2);
        Assert.True(limits.TryEnter(A));
        Assert.True(limits.TryEnter(A));
        Assert.False(limits.TryEnter(A));
        Assert.True(limits.TryEnter(B));
        Assert.Equal(1, limits.Refused);
    }

    [Fact]
    public void Limits_admit_again_after_a_connection_left()
    {
        var limits = new ConnectionLimits(total: 1, perAddress: 1);
        Assert.True(limits.TryEnter());
        Assert.True(limits.TryEnter(A));
        Assert.False(limits.TryEnter());
        Assert.False(limits.TryEnter(A));
        limits.Leave(A);
        limits.Leave();
        Assert.True(limits.TryEnter());
        Assert.True(limits.TryEnter(A));
    }

    [Theory]
    [InlineData("2001:db8::1", "2001:db8::ffff:1", true)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    public void Limits_count_a_network_of_64_bits_as_one_client(string first, string second, bool same)
    {
        var limits = new ConnectionLimits(total: 0, perAddress: 1);
        Assert.True(limits.TryEnter(IPAddress.Parse(first)));
        Assert.Equal(!same, limits.TryEnter(IPAddress.Parse(second)));
    }

    [Fact]
    public void New_connections_of_a_client_are_bounded_in_a_second_and_those_of_others_are_not_touched()
    {
        var clock = new FakeClock();
        var limits = new ConnectionLimits(total: 0, perAddress: 0, new ArrivalRates(10, clock));
        int Arrive(IPAddress address) => Enumerable.Range(0, 100).Count(_ => limits.TryEnter(address));
        Assert.Equal(10, Arrive(A));
        Assert.Equal(10, Arrive(B));
        Assert.Equal(180, limits.Refused);
        clock.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal(5, Arrive(A));
        clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(10, Arrive(A));
    }

    [Fact]
    public void A_crowd_that_comes_once_does_not_make_a_client_forgotten_that_keeps_coming()
    {
        var clock = new FakeClock();
        var rates = new ArrivalRates(10, clock, clients: 1024);
        int admitted = 0;
        for (int i = 0; i < 100_000; i++)
        {
            admitted += rates.TryArrive(1) ? 1 : 0;
            rates.TryArrive((ulong)i + 1000);
        }

        Assert.Equal(10, admitted);
    }

    [Fact]
    public void Limits_hold_exactly_under_concurrency()
    {
        var limits = new ConnectionLimits(total: 100, perAddress: 100);
        int admitted = 0;
        Parallel.For(0, 1000, _ =>
        {
            if (limits.TryEnter())
            {
                Interlocked.Increment(ref admitted);
            }
        });
        Assert.Equal(100, admitted);
        Assert.Equal(900, limits.Refused);
    }
}
