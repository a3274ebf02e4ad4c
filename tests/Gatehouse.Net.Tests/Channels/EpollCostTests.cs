using System.Net;
using Gatehouse.Net.Channels;
using Gatehouse.Net.Loops;
using Xunit;

namespace Gatehouse.Net.Tests.Channels;

/// <summary>What may not grow: allocations per message, descriptors per connection.</summary>
public sealed class EpollCostTests
{
    [Fact]
    public Task Warm_ping_pong_allocates_nothing_on_the_loop() => ChannelWorld.RunAsync("epoll", async world =>
    {
        (Channel client, Channel server) = await world.PairAsync();
        _ = PingPong.EchoAsync(server);
        byte[] message = new byte[100];
        byte[] buffer = new byte[4096];
        await PingPong.PlayAsync(client, 2000, message, buffer);
        long before = GC.GetAllocatedBytesForCurrentThread();
        await PingPong.PlayAsync(client, 10_000, message, buffer);
        long spent = GC.GetAllocatedBytesForCurrentThread() - before;
        // The call of PlayAsync itself is a few hundred bytes; one byte per round trip would be 10,000.
        Assert.InRange(spent, 0, 2000);
        client.Close();
    });

    [Fact]
    public Task Ten_thousand_connections_leave_no_descriptor_behind() => ChannelWorld.RunAsync("epoll", async world =>
    {
        await CycleAsync(world, 100);
        int before = OpenSockets();
        await CycleAsync(world, 10_000);
        // Other tests of this process open sockets at the same time: a leak would be thousands.
        Assert.InRange(OpenSockets(), 0, before + 1000);
    });

    private static async Task CycleAsync(ChannelWorld world, int count)
    {
        byte[] one = new byte[1];
        for (int i = 0; i < count; i++)
        {
            (Channel client, Channel server) = await world.PairAsync();
            await client.WriteAsync(one);
            await server.ReadAsync(one);
            if (i % 2 == 0)
            {
                server.Abort(ChannelFault.Aborted);
                Assert.Equal(-1, await client.ReadAsync(one));
            }
            else
            {
                // The client closes last, with a reset: no 10,000 sockets in TIME_WAIT that use up the ports.
                server.Abort(ChannelFault.Aborted);
                client.Close();
            }
        }
    }

    private static int OpenSockets() => Directory.GetFiles("/proc/self/fd").Length;
}
