using System.Net;
using System.Net.Sockets;
using Gatehouse.Net.Channels;
using Gatehouse.Net.Loops;
using Xunit;

namespace Gatehouse.Net.Tests.Channels;

public sealed class ConnectorTests
{
    public static TheoryData<string> Kinds => ChannelWorld.SocketKinds;

    [Theory, MemberData(nameof(Kinds))]
    public Task Connect_to_a_closed_port_is_refused(string kind) => ChannelWorld.RunAsync(kind, async world =>
    {
        using var bound = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        bound.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        // Bound but not listening: nobody else can have the port.
        (Channel? channel, ChannelFault fault) = await world.Group.Connector.ConnectAsync(world.Loop, (IPEndPoint)bound.LocalEndPoint!, null, 5000);
        Assert.Null(channel);
        Assert.Equal(ChannelFault.Refused, fault);
    });

    [Theory, MemberData(nameof(Kinds))]
    public Task Connect_that_nobody_answers_ends_with_the_timeout(string kind) => ChannelWorld.RunAsync(kind, async world =>
    {
        // A full backlog drops SYNs: the one black hole that loopback has.
        using var full = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        full.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        full.Listen(0);
        var fillers = new List<Channel>();
        ChannelFault fault = ChannelFault.None;
        for (int i = 0; i < 10 && fault == ChannelFault.None; i++)
        {
            (Channel? channel, fault) = await world.Group.Connector.ConnectAsync(world.Loop, (IPEndPoint)full.LocalEndPoint!, null, 100);
            if (channel is not null)
            {
                fillers.Add(channel);
            }
        }
        Assert.Equal(ChannelFault.Timeout, fault);
        fillers.ForEach(channel => channel.Close());
    });

    [Theory, MemberData(nameof(Kinds))]
    public Task Connect_without_a_route_is_unreachable(string kind) => ChannelWorld.RunAsync(kind, async world =>
    {
        // The discard prefix of RFC 6666 is routed nowhere; class E addresses are invalid to connect to.
        (Channel? channel, ChannelFault fault) = await world.Group.Connector.ConnectAsync(world.Loop, new IPEndPoint(IPAddress.Parse("255.255.255.255"), 9), null, 5000);
        Assert.Null(channel);
        Assert.Equal(ChannelFault.Unreachable, fault);
    });

    [Theory, MemberData(nameof(Kinds))]
    public Task Connected_channel_knows_both_addresses(string kind) => ChannelWorld.RunAsync(kind, async world =>
    {
        (Channel client, Channel server) = await world.PairAsync();
        Assert.Equal(client.LocalEndPoint, server.RemoteEndPoint);
        Assert.Equal(client.RemoteEndPoint, server.LocalEndPoint);
        client.Close();
        server.Close();
    });

    [Theory, MemberData(nameof(Kinds))]
    public Task Peer_that_resets_by_linger_zero_is_a_reset(string kind) => ChannelWorld.RunAsync(kind, async world =>
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        (Channel? channel, _) = await world.Group.Connector.ConnectAsync(world.Loop, (IPEndPoint)listener.LocalEndPoint!, null, 5000);
        Socket peer = await listener.AcceptAsync();
        peer.LingerState = new LingerOption(true, 0);
        peer.Dispose();
        Assert.Equal(-1, await channel!.ReadAsync(new byte[1]));
        Assert.Equal(ChannelFault.Reset, channel.Fault);
    });

    [Theory, MemberData(nameof(Kinds))]
    public Task Answer_sent_before_the_peer_stopped_listening_can_be_read_after_a_failed_write(string kind) => ChannelWorld.RunAsync(kind, async world =>
    {
        (Channel client, Channel server) = await world.PairAsync();
        await client.WriteAsync(new byte[100]);
        await server.ReadAsync(Memory<byte>.Empty);
        await server.WriteAsync("413"u8.ToArray());
        // Closing with unread bytes makes the kernel send RST behind the answer.
        server.Close();
        for (int i = 0; i < 1000 && await client.WriteAsync(new byte[1000]); i++)
        {
        }
        Assert.Equal("413"u8.ToArray(), await client.ReadExactlyAsync(3));
        client.Close();
    });

    [Fact]
    public void Connect_on_a_loop_without_sockets_is_a_programming_error()
    {
        using LoopGroup group = LoopGroup.Start(1);
        using var loop = new ManualLoop();
        Assert.Throws<ArgumentException>(() => { _ = group.Connector.ConnectAsync(loop, new IPEndPoint(IPAddress.Loopback, 1), null, 1); });
    }
}
