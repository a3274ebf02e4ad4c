using System.Net;
using Gatehouse.Gateway.Listeners;
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
        Assert.True(limits.TryEnter(A));
        Assert.False(limits.TryEnter(B));
        limits.Leave(A);
        Assert.True(limits.TryEnter(B));
    }

    [Fact]
    public void Limits_hold_exactly_under_concurrency()
    {
        var limits = new ConnectionLimits(total: 100, perAddress: 100);
        int admitted = 0;
        Parallel.For(0, 1000, _ =>
        {
            if (limits.TryEnter(A))
            {
                Interlocked.Increment(ref admitted);
            }
        });
        Assert.Equal(100, admitted);
        Assert.Equal(900, limits.Refused);
    }
}
