using Gatehouse.Core.Http;
using Gatehouse.Gateway.Http2.Server;
using Gatehouse.TestKit.Clients;
using Xunit;

namespace Gatehouse.Gateway.Tests.Http2;

/// <summary>Frames and heads that no honest client sends. Expectations are what the connection does, ours or Kestrel's doing.</summary>
public class Http2AttackTests
{
    public static TheoryData<string, string> BadHeads => new()
    {
        { "connection: close", "reset" },
        { "keep-alive: 1", "HeaderNameInvalid" },
        { "proxy-connection: x", "HeaderNameInvalid" },
        { "transfer-encoding: chunked", "TransferEncodingUnknown" },
        { "upgrade: h2c", "HeaderNameInvalid" },
        { "te: gzip", "reset" },
        { "X-Upper: 1", "reset" },
        { "x bad: 1", "HeaderNameInvalid" },
        { "x-ctl: a\u0001b", "HeaderValueInvalid" },
        { "x-nul: a\0b", "reset" },
        { "x-crlf: a\r\nb: c", "reset" },
        { "content-length: +1", "reset" },
        { "content-length: 5", "reset" },
        { "expect: 200-ok", "ExpectationUnknown" },
        { ":path: /again", "reset" },
        { ":unknown: 1", "reset" },
    };

    [Theory]
    [MemberData(nameof(BadHeads))]
    public async Task Malformed_field_never_reaches_the_road(string line, string expected)
    {
        int split = line.IndexOf(": ", 1, StringComparison.Ordinal);
        await using var fixture = await Http2Fixture.StartAsync(EchoExchange.HandleAsync);
        await using var peer = await RawHttp2Client.ConnectAsync(fixture.EndPoint);
        await peer.SendHeadersAsync(1, [.. RawHttp2Client.Get(), (line[..split], line[(split + 2)..])], endStream: true);

        var seen = await peer.ReadStreamAsync(1);

        Assert.Equal(expected, Verdict(seen));
    }

    [Theory]
    [InlineData("GET", "/a#b", "FragmentInTarget")]
    [InlineData("GET", "http://other/", "reset")]
    [InlineData("GET", "*", "reset")]
    [InlineData("OPTIONS", "*", "None")]
    [InlineData("GET", "", "reset")]
    [InlineData("GET", "/a b", "InvalidTarget")]
    [InlineData("GE T", "/", "reset")]
    public async Task Odd_targets_are_judged(string method, string path, string expected)
    {
        await using var fixture = await Http2Fixture.StartAsync(EchoExchange.HandleAsync);
        await using var peer = await RawHttp2Client.ConnectAsync(fixture.EndPoint);
        await peer.SendHeadersAsync(1, RawHttp2Client.Get(method, path), endStream: true);

        Assert.Equal(expected, Verdict(await peer.ReadStreamAsync(1)));
    }

    [Fact]
    public async Task Authority_wins_over_another_host()
    {
        await using var fixture = await Http2Fixture.StartAsync(EchoExchange.HandleAsync);
        await using var peer = await RawHttp2Client.ConnectAsync(fixture.EndPoint);
        await peer.SendHeadersAsync(1, [.. RawHttp2Client.Get(), ("host", "evil.example")], endStream: true);

        var seen = await peer.ReadStreamAsync(1);

        Assert.True(seen.ResetCode is not null || seen.IsConnectionGone || !seen.Head!.Contains("evil", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Body_that_differs_from_its_declared_length_is_broken_off(bool isLonger)
    {
        await using var fixture = await Http2Fixture.StartAsync(EchoExchange.HandleAsync);
        await using var peer = await RawHttp2Client.ConnectAsync(fixture.EndPoint);
        await peer.SendHeadersAsync(1, [.. RawHttp2Client.Get("POST"), ("content-length", "3")], endStream: false);
        await peer.SendDataAsync(1, isLonger ? "abcde"u8.ToArray() : "a"u8.ToArray(), endStream: true);

        var seen = await peer.ReadStreamAsync(1);

        Assert.True(seen.ResetCode is not null || seen.IsConnectionGone);
        Assert.False(seen.IsEnded);
    }

    [Theory]
    [InlineData("x-sum", false)]
    [InlineData("authorization", true)]
    [InlineData("content-length", true)]
    [InlineData("host", true)]
    [InlineData("transfer-encoding", true)]
    [InlineData(":path", true)]
    public async Task Forbidden_trailer_never_reaches_the_road(string name, bool isForbidden)
    {
        await using var fixture = await Http2Fixture.StartAsync(EchoExchange.HandleAsync);
        await using var peer = await RawHttp2Client.ConnectAsync(fixture.EndPoint);
        await peer.SendHeadersAsync(1, RawHttp2Client.Get("POST"), endStream: false);
        await peer.SendHeadersAsync(1, [(name, "1")], endStream: true);

        var seen = await peer.ReadStreamAsync(1);

        // Refused with 400 when the trailers were there before the road was, broken off otherwise.
        bool isRefused = seen.ResetCode is not null || seen.IsConnectionGone || Verdict(seen) == "TrailerForbidden";
        Assert.Equal(isForbidden, isRefused);
    }

    [Fact]
    public async Task Rapid_reset_ends_the_connection()
    {
        await using var fixture = await Http2Fixture.StartAsync(EchoExchange.HandleAsync);
        await using var peer = await RawHttp2Client.ConnectAsync(fixture.EndPoint);
        byte[] head = RawHttp2Client.Block(RawHttp2Client.Get());

        int sent = await peer.FloodAsync(
            i => [.. RawHttp2Client.Frame(RawHttp2Client.Headers, 0x5, (2 * i) + 1, head), .. RawHttp2Client.Frame(RawHttp2Client.RstStream, 0, (2 * i) + 1, [0, 0, 0, 8])],
            100_000);

        Assert.True(sent < 100_000);
        await fixture.Channels.Single().Closed.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Provoked_resets_end_the_connection()
    {
        // A WINDOW_UPDATE of 0 is a stream error that the server has to answer with a reset (MadeYouReset).
        await using var fixture = await Http2Fixture.StartAsync(EchoExchange.HandleAsync);
        await using var peer = await RawHttp2Client.ConnectAsync(fixture.EndPoint);
        byte[] head = RawHttp2Client.Block(RawHttp2Client.Get("POST"));

        int sent = await peer.FloodAsync(
            i => [.. RawHttp2Client.Frame(RawHttp2Client.Headers, 0x4, (2 * i) + 1, head), .. RawHttp2Client.Frame(RawHttp2Client.WindowUpdate, 0, (2 * i) + 1, [0, 0, 0, 0])],
            100_000);

        Assert.True(sent < 100_000);
        await fixture.Channels.Single().Closed.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData(RawHttp2Client.Ping, 8, 0)]
    [InlineData(RawHttp2Client.Settings, 0, 0)]
    [InlineData(RawHttp2Client.Priority, 5, 3)]
    [InlineData(0x55, 10, 0)]
    public async Task Control_frame_flood_ends_the_connection(byte type, int length, int stream)
    {
        await using var fixture = await Http2Fixture.StartAsync(EchoExchange.HandleAsync);
        await using var peer = await RawHttp2Client.ConnectAsync(fixture.EndPoint);
        byte[] frame = RawHttp2Client.Frame(type, 0, stream, new byte[length]);
        byte[] many = [.. Enumerable.Repeat(frame, 100).SelectMany(f => f)];

        // Nobody reads the answers meanwhile, and writing must come to an end all the same.
        int sent = await peer.FloodAsync(_ => many, 10_000);

        Assert.True(sent < 10_000);
    }

    [Fact]
    public async Task Empty_data_flood_ends_the_connection()
    {
        await using var fixture = await Http2Fixture.StartAsync(EchoExchange.HandleAsync);
        await using var peer = await RawHttp2Client.ConnectAsync(fixture.EndPoint);
        await peer.SendHeadersAsync(1, RawHttp2Client.Get("POST"), endStream: false);

        int sent = await peer.FloodAsync(_ => RawHttp2Client.Frame(RawHttp2Client.Data, 0, 1, []), 500_000);

        Assert.True(sent < 500_000);
    }

    [Fact]
    public async Task Continuation_flood_ends_the_connection()
    {
        await using var fixture = await Http2Fixture.StartAsync(EchoExchange.HandleAsync);
        await using var peer = await RawHttp2Client.ConnectAsync(fixture.EndPoint);
        await peer.SendAsync(RawHttp2Client.Headers, 0, 1, RawHttp2Client.Block(RawHttp2Client.Get()));

        int sent = await peer.FloodAsync(i => RawHttp2Client.Frame(RawHttp2Client.Continuation, 0, 1, RawHttp2Client.Block([($"x{i}", "1")])), 100_000);

        Assert.True(sent < 100_000);
        await fixture.Channels.Single().Closed.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData(101, "x")]
    [InlineData(1, null)]
    public async Task Too_many_or_too_large_fields_do_not_reach_the_road(int count, string? value)
    {
        bool isReached = false;
        await using var fixture = await Http2Fixture.StartAsync(downstream =>
        {
            isReached = true;
            return EchoExchange.HandleAsync(downstream);
        });
        await using var peer = await RawHttp2Client.ConnectAsync(fixture.EndPoint);
        value ??= new string('v', 15_000);
        var fields = Enumerable.Range(0, count == 1 ? 3 : count).Select(i => ($"x-{i}", value));
        byte[] block = RawHttp2Client.Block([.. RawHttp2Client.Get(), .. fields]);
        byte[] first = block[..Math.Min(block.Length, 16_000)];
        await peer.SendAsync(RawHttp2Client.Headers, (byte)(first.Length == block.Length ? 5 : 1), 1, first);
        for (int at = first.Length; at < block.Length; at += 16_000)
        {
            byte[] piece = block[at..Math.Min(block.Length, at + 16_000)];
            await peer.SendAsync(RawHttp2Client.Continuation, (byte)(at + piece.Length == block.Length ? 4 : 0), 1, piece);
        }

        var seen = await peer.ReadStreamAsync(1);

        Assert.True(seen.ResetCode is not null || seen.IsConnectionGone || seen.GoAwayCode is not null || !isReached);
        Assert.False(isReached);
    }

    [Fact]
    public async Task Cookie_crumbs_count_as_fields()
    {
        bool isReached = false;
        await using var fixture = await Http2Fixture.StartAsync(downstream =>
        {
            isReached = true;
            return EchoExchange.HandleAsync(downstream);
        });
        await using var peer = await RawHttp2Client.ConnectAsync(fixture.EndPoint);
        await peer.SendHeadersAsync(1, [.. RawHttp2Client.Get(), .. Enumerable.Range(0, 1000).Select(_ => ("cookie", "a"))], endStream: true);

        await peer.ReadStreamAsync(1);

        Assert.False(isReached);
    }

    [Fact]
    public async Task Settings_offer_no_more_than_we_serve()
    {
        await using var fixture = await Http2Fixture.StartAsync(EchoExchange.HandleAsync);
        await using var peer = await RawHttp2Client.ConnectAsync(fixture.EndPoint);
        await peer.SendHeadersAsync(1, RawHttp2Client.Get(), endStream: true);
        await peer.ReadStreamAsync(1);

        Assert.Contains((0x3, 100u), peer.ServerSettings);
        Assert.Contains((0x4, 256u * 1024), peer.ServerSettings);
        Assert.Contains((0x6, 32u * 1024), peer.ServerSettings);
        Assert.DoesNotContain((0x8, 1u), peer.ServerSettings);
    }

    [Fact]
    public async Task Garbage_instead_of_the_preface_closes_the_connection()
    {
        await using var fixture = await Http2Fixture.StartAsync(EchoExchange.HandleAsync);
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync(fixture.EndPoint);
        await socket.GetStream().WriteAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray());

        byte[] answer = new byte[4096];
        int total = 0;
        int count;
        while ((count = await ReadOrEndAsync(socket, answer)) > 0)
        {
            total += count;
        }

        Assert.True(total < 4096);
    }

    private static async Task<int> ReadOrEndAsync(System.Net.Sockets.TcpClient socket, byte[] into)
    {
        try
        {
            return await socket.GetStream().ReadAsync(into).AsTask().WaitAsync(TimeSpan.FromSeconds(10));
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static string Verdict(Http2StreamSeen seen)
    {
        if (seen.ResetCode is not null || seen.IsConnectionGone)
        {
            return "reset";
        }

        int at = seen.Head!.LastIndexOf("HTTP", StringComparison.Ordinal);
        return Enum.GetNames<Gatehouse.Core.Diagnostics.RejectionReason>()
            .Where(n => seen.Head.Contains(" " + n, StringComparison.Ordinal)).MaxBy(n => n.Length) ?? $"? {at} {seen.Head}";
    }
}
