using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Gatehouse.Net.Channels;
using Gatehouse.Net.Loops;
using Xunit;

namespace Gatehouse.Net.Tests.Channels;

public sealed class TlsTests
{
    private static readonly TlsClientSettings Trusting = ChannelWorld.Settings();

    public static TheoryData<string, TlsClientSettings, string?> Verifications => new()
    {
        { "trusted root", Trusting, null },
        { "system roots only", Trusting with { TrustedRoots = null }, "the certificate is not signed by a trusted authority" },
        { "unknown root, not verified", Trusting with { TrustedRoots = null, Verify = false }, null },
        { "other name", Trusting with { ServerName = "other.test" }, "the certificate is not for the name 'other.test'" },
        { "other name, not verified", Trusting with { ServerName = "other.test", Verify = false }, null },
        { "address in the certificate", Trusting with { ServerName = "127.0.0.1" }, null },
        { "other address", Trusting with { ServerName = "127.0.0.2" }, "the certificate is not for the name '127.0.0.2'" },
        { "empty name", Trusting with { ServerName = "" }, "the certificate is not for the name ''" },
        { "no intermediates needed", Trusting with { VerifyDepth = 0 }, null },
        {
            "other name and unknown root", Trusting with { TrustedRoots = null, ServerName = "other.test" },
            "the certificate is not for the name 'other.test', the certificate is not signed by a trusted authority"
        },
    };

    [Theory, MemberData(nameof(Verifications))]
    public Task Client_verifies_as_the_settings_say_and_tells_why(string why, TlsClientSettings settings, string? distrust) => ChannelWorld.RunAsync("memory", async world =>
    {
        (TlsHandshakeResult client, _) = await HandshakeAsync(world.Loop, settings, _ => ChannelWorld.Options());
        Assert.True(distrust is null == client.Channel is not null, $"{why}: {client.Reason}");
        Assert.Equal(distrust is null ? ChannelFault.None : ChannelFault.Tls, client.Fault);
        Assert.Equal(distrust, client.Reason);
    });

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public Task Depth_counts_the_intermediates(int depth, bool accepted) => ChannelWorld.RunAsync("memory", async world =>
    {
        (TlsHandshakeResult client, _) = await HandshakeAsync(
            world.Loop, Trusting with { VerifyDepth = depth }, _ => ChannelWorld.Options(TestCertificates.Deep, TestCertificates.Intermediate));
        Assert.Equal(accepted ? null : "the certificate has 1 intermediate certificates above it where 0 are allowed", client.Reason);
    });

    [Fact]
    public Task Session_facts_are_known_on_both_sides() => ChannelWorld.RunAsync("memory", async world =>
    {
        var asked = new List<string?>();
        (TlsHandshakeResult client, TlsHandshakeResult server) = await HandshakeAsync(world.Loop, Trusting, name =>
        {
            asked.Add(name);
            Assert.True(world.Loop.IsCurrent);
            return ChannelWorld.Options();
        });
        Assert.Equal(["gate.test"], asked);
        Assert.Equal("gate.test", server.Channel!.ServerName);
        Assert.Equal(SslApplicationProtocol.Http11, server.Channel.ApplicationProtocol);
        Assert.Equal(SslApplicationProtocol.Http11, client.Channel!.ApplicationProtocol);
        Assert.Equal(SslProtocols.Tls13, server.Channel.Protocol);
        Assert.StartsWith("TLS_", server.Channel.CipherSuite.ToString(), StringComparison.Ordinal);
        Assert.Equal(TestCertificates.Server.Thumbprint, client.Channel.RemoteCertificate!.Thumbprint);
        Assert.Null(server.Channel.RemoteCertificate);
    });

    [Fact]
    public Task Client_without_a_server_name_is_asked_for_as_null() => ChannelWorld.RunAsync("memory", async world =>
    {
        string? asked = "untouched";
        await HandshakeAsync(world.Loop, Trusting with { ServerName = "127.0.0.1" }, name =>
        {
            asked = name;
            return ChannelWorld.Options();
        });
        Assert.Null(asked);
    });

    [Fact]
    public Task Server_name_without_certificate_refuses_the_connection() => ChannelWorld.RunAsync("memory", async world =>
    {
        (TlsHandshakeResult client, TlsHandshakeResult server) = await HandshakeAsync(world.Loop, Trusting, _ => null);
        Assert.Equal(ChannelFault.Tls, server.Fault);
        Assert.Contains("server name", server.Reason, StringComparison.Ordinal);
        Assert.Null(client.Channel);
    });

    [Fact]
    public Task Server_that_offers_only_an_older_version_gets_it() => ChannelWorld.RunAsync("memory", async world =>
    {
        SslServerAuthenticationOptions Only12(string? name)
        {
            SslServerAuthenticationOptions options = ChannelWorld.Options();
            options.EnabledSslProtocols = SslProtocols.Tls12;
            return options;
        }
        (TlsHandshakeResult client, TlsHandshakeResult server) = await HandshakeAsync(world.Loop, Trusting, Only12);
        Assert.Equal(SslProtocols.Tls12, client.Channel!.Protocol);
        Assert.Equal(SslProtocols.Tls12, server.Channel!.Protocol);
        await ExchangeAsync(client.Channel, server.Channel);
    });

    [Fact]
    public Task Client_certificate_arrives_when_it_is_asked_for() => ChannelWorld.RunAsync("memory", async world =>
    {
        (TlsHandshakeResult client, TlsHandshakeResult server) = await HandshakeAsync(
            world.Loop,
            Trusting with { ClientCertificate = TestCertificates.Client },
            _ => TlsServerOptions.Create(
                SslStreamCertificateContext.Create(TestCertificates.Server, null, offline: true), TlsServerOptions.DefaultProtocols, [], requestClientCertificate: true));
        Assert.Equal(TestCertificates.Client.Thumbprint, server.Channel!.RemoteCertificate!.Thumbprint);
        await ExchangeAsync(client.Channel!, server.Channel);
    });

    [Fact]
    public Task Client_that_says_nothing_runs_into_the_handshake_timeout() => ChannelWorld.RunAsync("epoll", async world =>
    {
        (Channel client, Channel server) = await world.PairAsync();
        TlsHandshakeResult result = await TlsHandshake.AcceptAsync(server, _ => ChannelWorld.Options(), 50);
        Assert.Equal(ChannelFault.Timeout, result.Fault);
        Assert.True(world.Loop.IsCurrent);
        Assert.Equal(-1, await client.ReadAsync(new byte[1]));
    });

    [Fact]
    public Task Plain_text_to_a_tls_server_is_a_tls_fault_with_a_reason() => ChannelWorld.RunAsync("memory", async world =>
    {
        (Channel client, Channel server) = await world.PairAsync();
        await client.WriteAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());
        TlsHandshakeResult result = await TlsHandshake.AcceptAsync(server, _ => ChannelWorld.Options(), 5000);
        Assert.Equal(ChannelFault.Tls, result.Fault);
        Assert.NotEmpty(result.Reason!);
    });

    [Fact]
    public Task Garbage_after_the_handshake_is_a_tls_fault() => ChannelWorld.RunAsync("memory", async world =>
    {
        (Channel client, Channel server) = MemoryChannel.CreatePair(world.Loop);
        (Channel _, Channel secured) = await ChannelWorld.SecureAsync(client, server);
        await client.WriteAsync(new byte[] { 23, 3, 3, 0, 32 }.Concat(new byte[32]).ToArray());
        Assert.Equal(-1, await secured.ReadAsync(new byte[10]));
        Assert.Equal(ChannelFault.Tls, secured.Fault);
        Assert.Equal(-1, await secured.ReadAsync(new byte[10]));
        Assert.False(await secured.WriteAsync(new byte[10]));
    });

    [Theory]
    [InlineData("epoll")]
    [InlineData("portable")]
    public Task Tls_over_sockets_stays_on_its_loop(string kind) => ChannelWorld.RunAsync(kind, async world =>
    {
        (Channel client, Channel server) = await world.PairAsync();
        (client, server) = await ChannelWorld.SecureAsync(client, server);
        Task echo = PingPong.EchoAsync(server);
        for (int i = 0; i < 200; i++)
        {
            await client.WriteAsync(new byte[100]);
            await client.ReadExactlyAsync(100);
            Assert.True(world.Loop.IsCurrent);
            Assert.Same(world.Loop.Context, SynchronizationContext.Current);
        }
        await client.ShutdownAsync();
        await echo;
        client.Close();
    });

    [Fact]
    public Task Connector_with_tls_gives_a_secured_channel_or_a_tls_fault() => ChannelWorld.RunAsync("epoll", async world =>
    {
        using ChannelListener listener = world.Group.Listen(
            new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0), new ListenOptions(), channel => _ = ServeAsync(channel));
        (Channel? channel, ChannelFault fault) = await world.Group.Connector.ConnectAsync(world.Loop, listener.EndPoint, Trusting, 5000);
        Assert.Equal(ChannelFault.None, fault);
        await channel!.WriteAsync(new byte[3]);
        await channel.ReadExactlyAsync(3);
        channel.Close();
        (channel, fault) = await world.Group.Connector.ConnectAsync(world.Loop, listener.EndPoint, Trusting with { ServerName = "other.test" }, 5000);
        Assert.Null(channel);
        Assert.Equal(ChannelFault.Tls, fault);
    });

    private static async Task ServeAsync(Channel channel)
    {
        TlsHandshakeResult result = await TlsHandshake.AcceptAsync(channel, _ => ChannelWorld.Options(), 5000);
        if (result.Channel is { } secured)
        {
            await PingPong.EchoAsync(secured);
        }
    }

    private static async Task<(TlsHandshakeResult Client, TlsHandshakeResult Server)> HandshakeAsync(
        Loop loop, TlsClientSettings settings, TlsServerSelector selector)
    {
        (Channel left, Channel right) = MemoryChannel.CreatePair(loop);
        ValueTask<TlsHandshakeResult> accepting = TlsHandshake.AcceptAsync(right, selector, 5000);
        TlsHandshakeResult client = await TlsHandshake.ConnectAsync(left, settings, 5000);
        // A client that refuses says so and closes; in TLS 1.3 the server may be done by then.
        return (client, await accepting);
    }

    private static async Task ExchangeAsync(Channel client, Channel server)
    {
        Assert.True(await client.WriteAsync("ping"u8.ToArray()));
        Assert.Equal("ping"u8.ToArray(), await server.ReadExactlyAsync(4));
        Assert.True(await server.WriteAsync("pong"u8.ToArray()));
        Assert.Equal("pong"u8.ToArray(), await client.ReadExactlyAsync(4));
    }
}
