using Gatehouse.EndToEnd.Leaks;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.EndToEnd.Attacks;

/// <summary>
/// Floods of HTTP/2 frames against the whole process: each attacking connection is ended, the process stays small, and others
/// are served meanwhile and afterwards.
/// </summary>
[Collection(QuietCollection.Name)]
public sealed class Http2FloodTests
{
    private const int Attackers = 8;

    /// <summary>Connections that each attacker opens, one after the other.</summary>
    private const int Connections = 10;

    /// <summary>More than any connection is let send.</summary>
    private const int MostFrames = 100_000;

    /// <summary>What all of it may make the process grow by. One large bomb for each connection decodes to nearly 4 GB.</summary>
    private const long Ceiling = 64L * 1024 * 1024;

    private static readonly byte[] Head = RawHttp2Client.Block(RawHttp2Client.Get(path: "/attack"));

    [Theory]
    [InlineData("rapid reset")]
    [InlineData("continuation")]
    [InlineData("large fields by reference")]
    [InlineData("many fields by reference")]
    public async Task Flood_is_ended_in_little_memory_and_others_are_served(string attack)
    {
        await using var origin = EchoOrigin.Start();
        await using var gateway = await GatehouseProcess.StartAsync(new GatehouseOptions
        {
            ProxyFlags = "http2",
            Declarative = $$"""
                _format_version: "3.0"
                services: [{name: s, url: "http://127.0.0.1:{{origin.Port}}", routes: [{name: r, paths: ["/"]}]}]
                """,
        });
        await ServesAsync(gateway);
        long before = gateway.Process.ResidentBytes;

        var attackers = Enumerable.Range(0, Attackers).Select(_ => AttackAsync(gateway, attack)).ToArray();
        long most = before;
        while (!Task.WhenAll(attackers).IsCompleted)
        {
            await ServesAsync(gateway);
            most = Math.Max(most, gateway.Process.ResidentBytes);
        }

        await Eventually.EndsAsync(Task.WhenAll(attackers), "the attackers to be ended");
        await ServesAsync(gateway);
        Assert.InRange(most - before, long.MinValue, Ceiling);
        if (attack != "rapid reset")
        {
            Assert.DoesNotContain(origin.Connections, static c => c.Received.AsSpan().IndexOf("/attack"u8) >= 0);
        }
    }

    private static async Task AttackAsync(GatehouseProcess gateway, string attack)
    {
        for (int i = 0; i < Connections; i++)
        {
            await using var client = await RawHttp2Client.ConnectAsync(new(System.Net.IPAddress.Loopback, gateway.Ports.Proxy));
            int sent = await (attack switch
            {
                "rapid reset" => client.FloodAsync(ResetAtOnce, MostFrames),
                "continuation" => ContinueAsync(client),
                "large fields by reference" => client.FloodAsync(stream => Bomb(stream, [.. Literal(4000), .. Repeat(0xBE)]), MostFrames),
                _ => client.FloodAsync(stream => Bomb(stream, Repeat(0x90)), MostFrames),
            });
            Assert.True(sent < MostFrames, $"{sent} frames were taken");
        }
    }

    /// <summary>CVE-2023-44487: a stream is opened and reset before its answer can come.</summary>
    private static byte[] ResetAtOnce(int i) =>
    [
        .. RawHttp2Client.Frame(RawHttp2Client.Headers, 0x5, (2 * i) + 1, Head),
        .. RawHttp2Client.Frame(RawHttp2Client.RstStream, 0, (2 * i) + 1, [0, 0, 0, 8]),
    ];

    /// <summary>VU#421644: a header block that never ends.</summary>
    private static async Task<int> ContinueAsync(RawHttp2Client client)
    {
        await client.SendAsync(RawHttp2Client.Headers, 0, 1, Head);
        return await client.FloodAsync(i => RawHttp2Client.Frame(RawHttp2Client.Continuation, 0, 1, RawHttp2Client.Block([($"x{i}", "1")])), MostFrames);
    }

    private static byte[] Bomb(int i, byte[] fields) => RawHttp2Client.Frame(RawHttp2Client.Headers, 0x5, (2 * i) + 1, [.. Head, .. fields]);

    /// <summary>A field with a value of so many bytes that goes into the dynamic table, where it is entry 62 (RFC 7541 §6.2.1).</summary>
    private static byte[] Literal(int length)
        => [0x40, 1, (byte)'x', 0x7F, (byte)(((length - 127) % 128) + 128), (byte)((length - 127) / 128), .. Enumerable.Repeat((byte)'v', length)];

    /// <summary>A byte each for 12,000 fields: 0xBE is entry 62, 0x90 "accept-encoding: gzip, deflate" of the static table.</summary>
    private static byte[] Repeat(byte reference) => [.. Enumerable.Repeat(reference, 12_000)];

    private static async Task ServesAsync(GatehouseProcess gateway)
    {
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
        Assert.Equal(200, (await client.ExchangeAsync("GET /honest HTTP/1.1\r\nHost: a\r\n\r\n")).Status);
    }
}
