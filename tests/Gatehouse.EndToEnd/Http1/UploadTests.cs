using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Xunit;

namespace Gatehouse.EndToEnd.Http1;

/// <summary>Answers and interim answers while the request body is still on its way.</summary>
public sealed class UploadTests
{
    private const string Head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 500000\r\n";

    [Fact]
    public async Task Early_answer_reaches_a_client_that_is_still_uploading()
    {
        await using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.Reader.ReadExactlyAsync(10, connection.Stopped);
            await connection.SendAsync("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno");
            await connection.WaitUntilClosedAsync();
        });
        await using var gateway = await StartAsync(origin.Port);
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
        await client.SendAsync(Head + "\r\nfirst bytes only");
        var response = await client.ReadResponseAsync();

        Assert.Equal((403, "no"), (response.Status, response.Text));
    }

    [Fact]
    public async Task Body_is_not_asked_for_when_the_gateway_answers_itself()
    {
        await using var gateway = await GatehouseProcess.StartAsync(new GatehouseOptions());
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
        var response = await client.ExchangeAsync(Head + "Expect: 100-continue\r\n\r\n");
        Assert.Equal(404, response.Status);
    }

    [Fact]
    public async Task Body_streams_to_the_origin_before_it_is_complete()
    {
        var first = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var origin = ScriptedOrigin.Start(async connection =>
        {
            var request = connection.Reader.TryReadRequestAsync(connection.Stopped);
            await TestKit.Waiting.Eventually.TrueAsync(() => System.Text.Encoding.Latin1.GetString(connection.Received).EndsWith("piece", StringComparison.Ordinal), "the first piece");
            first.SetResult(connection.Received);
            await request;
            await connection.SendOkAsync("whole");
        });
        await using var gateway = await StartAsync(origin.Port);
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
        await client.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\npiece");
        await TestKit.Waiting.Eventually.EndsAsync(first.Task, "the first piece at the origin");
        await client.SendAsync("piece");
        Assert.Equal("whole", (await client.ReadResponseAsync()).Text);
    }

    private static Task<GatehouseProcess> StartAsync(int port) => GatehouseProcess.StartAsync(new GatehouseOptions
    {
        Declarative = $$"""
            {"_format_version": "3.0", "services": [{"name": "s", "host": "127.0.0.1", "port": {{port}}, "routes": [{"name": "r", "paths": ["/"]} ] } ] }
            """,
    });
}
