using System.Net.Sockets;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.EndToEnd.Faults;

/// <summary>A process that may open few files serves few clients, but it does serve.</summary>
public sealed class DescriptorTests
{
    [Fact]
    public async Task More_connections_than_descriptors_do_not_end_the_process()
    {
        await using var origin = ScriptedOrigin.Answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        await using var gateway = await GatehouseProcess.StartAsync(new GatehouseOptions
        {
            DescriptorLimit = 400,
            Declarative = $$"""
                _format_version: "3.0"
                services: [{name: s, url: "http://127.0.0.1:{{origin.Port}}", routes: [{name: r, paths: ["/"]}]}]
                """,
        });
        Assert.Contains("limit on open files is 400", gateway.Process.Error, StringComparison.Ordinal);

        // More than have a place ask for something; those that have one get it.
        var clients = new List<RawClient>();
        int served = 0;
        for (int i = 0; i < 400; i++)
        {
            if (await ConnectAsync(gateway) is { } client)
            {
                clients.Add(client);
                served += await IsServedAsync(client) ? 1 : 0;
            }
        }

        Assert.InRange(served, 16, 40);
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }

        await Eventually.TrueAsync(
            async () =>
            {
                await using var client = await ConnectAsync(gateway);
                return client is not null && await IsServedAsync(client);
            },
            "a new client to be served once the others have left");
        Assert.False(gateway.Process.HasExited);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(200)]
    [InlineData(359)]
    public async Task Start_with_too_few_descriptors_says_so_and_exits_1(int limit)
    {
        await using var gateway = GatehouseProcess.Launch(new GatehouseOptions { DescriptorLimit = limit });
        Assert.Equal(1, await gateway.Process.WaitForExitAsync(TimeSpan.FromSeconds(30)));
        Assert.Contains($"the limit on open files is {limit}", gateway.Process.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", gateway.Process.Error, StringComparison.Ordinal);
    }

    /// <summary>Null when the gateway was faster with its reset than the test with its connect.</summary>
    private static async Task<RawClient?> ConnectAsync(GatehouseProcess gateway)
    {
        try
        {
            return await RawClient.ConnectAsync(gateway.Ports.Proxy);
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private static async Task<bool> IsServedAsync(RawClient client)
    {
        try
        {
            return (await client.ExchangeAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n")).Status == 200;
        }
        catch (Exception e) when (e is IOException or SocketException or TestKit.Http.HttpSyntaxException)
        {
            return false;
        }
    }
}
