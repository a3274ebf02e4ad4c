using System.Net;
using System.Net.Sockets;
using Gatehouse.Net.Channels;
using Gatehouse.Net.Loops;
using Xunit;

namespace Gatehouse.Net.Tests.Channels;

public sealed class ListenerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly IPEndPoint AnyPort = new(IPAddress.Loopback, 0);

    public static TheoryData<bool> Both => [false, true];

    public static TheoryData<bool, bool> Variants => new() { { false, false }, { false, true }, { true, true } };

    [Theory, MemberData(nameof(Variants))]
    public async Task Connections_are_spread_over_the_loops_and_accepted_on_their_owner(bool portable, bool reusePort)
    {
        using LoopGroup group = LoopGroup.Start(2, portable);
        var accepted = new int[2];
        bool elsewhere = false;
        using var all = new CountdownEvent(200);
        ChannelListener listener = group.Listen(AnyPort, new ListenOptions { ReusePort = reusePort }, channel =>
        {
            elsewhere |= !channel.Loop.IsCurrent;
            Interlocked.Increment(ref accepted[channel.Loop.Index]);
            channel.Close();
            all.Signal();
        });
        Assert.NotEqual(0, listener.EndPoint.Port);
        for (int i = 0; i < 200; i++)
        {
            using Socket client = await ConnectAsync(listener.EndPoint);
        }
        Assert.True(all.Wait(Patience));
        Assert.False(elsewhere);
        Assert.True(accepted.All(n => n > 20), string.Join(' ', accepted));
        await listener.StopAsync().WaitAsync(Patience);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Stop_accepts_who_waits_in_the_queue_and_refuses_who_comes_later(bool portable)
    {
        using LoopGroup group = LoopGroup.Start(1, portable);
        using var gate = new ManualResetEventSlim();
        ChannelListener listener = group.Listen(AnyPort, new ListenOptions(), channel => _ = AnswerAsync(channel));
        // The loop stands still while 50 clients queue up: exactly those a careless close would reset.
        group.Loops[0].Post(_ => gate.Wait(Patience), null);
        var clients = new List<Socket>();
        for (int i = 0; i < 50; i++)
        {
            clients.Add(await ConnectAsync(listener.EndPoint));
        }
        Task stopped = listener.StopAsync();
        gate.Set();
        await stopped.WaitAsync(Patience);
        byte[] buffer = new byte[1];
        foreach (Socket client in clients)
        {
            Assert.Equal(1, await client.ReceiveAsync(buffer).WaitAsync(Patience));
            client.Dispose();
        }
        SocketException refused = await Assert.ThrowsAsync<SocketException>(() => ConnectAsync(listener.EndPoint));
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
        await listener.StopAsync().WaitAsync(Patience);
    }

    [Theory, MemberData(nameof(Both))]
    public void Address_in_use_is_an_error_although_ports_are_shared_among_loops(bool portable)
    {
        using LoopGroup group = LoopGroup.Start(2, portable);
        using ChannelListener listener = group.Listen(AnyPort, new ListenOptions(), channel => channel.Close());
        SocketException e = Assert.Throws<SocketException>(() => group.Listen(listener.EndPoint, new ListenOptions(), channel => channel.Close()));
        Assert.Equal(SocketError.AddressAlreadyInUse, e.SocketErrorCode);
        Assert.Contains(listener.EndPoint.ToString(), e.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task IPv6_and_IPv4_wildcards_share_a_port_and_addresses_are_reported_unmapped(bool portable)
    {
        using LoopGroup group = LoopGroup.Start(1, portable);
        var remotes = new List<IPEndPoint>();
        using var both = new CountdownEvent(2);
        void Note(Channel channel)
        {
            lock (remotes)
            {
                remotes.Add(channel.RemoteEndPoint!);
                Assert.Equal(channel.RemoteEndPoint!.AddressFamily, channel.LocalEndPoint!.AddressFamily);
            }
            channel.Close();
            both.Signal();
        }
        using ChannelListener v6 = group.Listen(new IPEndPoint(IPAddress.IPv6Any, 0), new ListenOptions(), Note);
        using ChannelListener v4 = group.Listen(new IPEndPoint(IPAddress.Any, v6.EndPoint.Port), new ListenOptions(), Note);
        using Socket first = await ConnectAsync(new IPEndPoint(IPAddress.IPv6Loopback, v6.EndPoint.Port));
        using Socket second = await ConnectAsync(new IPEndPoint(IPAddress.Loopback, v6.EndPoint.Port));
        Assert.True(both.Wait(Patience));
        Assert.Contains(first.LocalEndPoint as IPEndPoint, remotes);
        Assert.Contains(second.LocalEndPoint as IPEndPoint, remotes);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Accepted_and_connected_sockets_send_without_delay(bool portable)
    {
        // Nagle and delayed acknowledgement together cost 40 ms per small exchange; ten of them would take 400.
        using LoopGroup group = LoopGroup.Start(1, portable);
        using ChannelListener listener = group.Listen(AnyPort, new ListenOptions(), channel => _ = PingPong.EchoAsync(channel));
        await group.Loops[0].RunAsync(async () =>
        {
            (Channel? client, _) = await group.Connector.ConnectAsync(group.Loops[0], listener.EndPoint, null, 5000);
            long start = Environment.TickCount64;
            byte[] buffer = new byte[1];
            for (int i = 0; i < 100; i++)
            {
                await client!.WriteAsync(buffer);
                await client.WriteAsync(buffer);
                await client.ReadExactlyAsync(2);
            }
            Assert.InRange(Environment.TickCount64 - start, 0, 2000);
            client!.Close();
        }).WaitAsync(Patience);
    }

    private static async Task AnswerAsync(Channel channel)
    {
        await channel.WriteAsync(new byte[1]);
        await channel.ShutdownAsync();
        channel.Close();
    }

    private static async Task<Socket> ConnectAsync(IPEndPoint endPoint)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(endPoint).WaitAsync(Patience);
        return socket;
    }
}
