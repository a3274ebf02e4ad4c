using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Gatehouse.Net.Channels;
using Gatehouse.Net.Loops;
using Xunit;

namespace Gatehouse.Net.Tests.Channels;

/// <summary>One loop and a way to make joined channels on it: the suite runs once per kind.</summary>
internal sealed class ChannelWorld : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly LoopGroup _group;
    private readonly string _kind;
    private ChannelListener? _listener;
    private TaskCompletionSource<Channel>? _accepted;

    private ChannelWorld(string kind)
    {
        _kind = kind;
        _group = LoopGroup.Start(1, portable: kind == "portable");
        _group.CallbackFailed += (_, e) => Failures.Add(e);
    }

    public static TheoryData<string> Kinds => ["epoll", "portable", "memory", "tls-memory", "tls-epoll"];

    public static TheoryData<string> SocketKinds => ["epoll", "portable"];

    public List<Exception> Failures { get; } = [];

    public LoopGroup Group => _group;

    public Loop Loop => _group.Loops[0];

    /// <summary>Bytes that no buffer of this kind of channel takes at once.</summary>
    public int MoreThanFits => _kind.EndsWith("memory", StringComparison.Ordinal) ? 300_000 : 20_000_000;

    public bool IsTls => _kind.StartsWith("tls", StringComparison.Ordinal);

    /// <summary>Runs a body on the loop of a new world, and fails when a callback of the loop failed.</summary>
    public static async Task RunAsync(string kind, Func<ChannelWorld, Task> body)
    {
        using var world = new ChannelWorld(kind);
        await world.Loop.RunAsync(() => body(world)).WaitAsync(Patience);
        world._listener?.Dispose();
        Assert.Empty(world.Failures);
    }

    public async Task<(Channel Client, Channel Server)> PairAsync()
    {
        (Channel client, Channel server) = _kind.EndsWith("memory", StringComparison.Ordinal)
            ? MemoryChannel.CreatePair(Loop, 8 * 1024)
            : await ConnectAsync();
        return IsTls ? await SecureAsync(client, server) : (client, server);
    }

    public static async Task<(Channel Client, Channel Server)> SecureAsync(Channel client, Channel server)
    {
        ValueTask<TlsHandshakeResult> accepting = TlsHandshake.AcceptAsync(server, _ => Options(), 10_000);
        TlsHandshakeResult connected = await TlsHandshake.ConnectAsync(client, Settings(), 10_000);
        TlsHandshakeResult accepted = await accepting;
        Assert.Null(connected.Reason);
        Assert.Null(accepted.Reason);
        return (connected.Channel!, accepted.Channel!);
    }

    public static SslServerAuthenticationOptions Options(X509Certificate2? certificate = null, params X509Certificate2[] chain)
        => TlsServerOptions.Create(
            SslStreamCertificateContext.Create(certificate ?? TestCertificates.Server, [.. chain], offline: true),
            TlsServerOptions.DefaultProtocols,
            [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11]);

    public static TlsClientSettings Settings() => new()
    {
        ServerName = "gate.test",
        TrustedRoots = TestCertificates.Roots,
        ApplicationProtocol = "http/1.1",
    };

    public void Dispose() => _group.Dispose();

    private async Task<(Channel Client, Channel Server)> ConnectAsync()
    {
        _listener ??= _group.Listen(new IPEndPoint(IPAddress.Loopback, 0), new ListenOptions(), channel => _accepted!.SetResult(channel));
        _accepted = new TaskCompletionSource<Channel>();
        (Channel? client, ChannelFault fault) = await _group.Connector.ConnectAsync(Loop, _listener.EndPoint, null, 10_000);
        Assert.Equal(ChannelFault.None, fault);
        return (client!, await _accepted.Task);
    }
}
