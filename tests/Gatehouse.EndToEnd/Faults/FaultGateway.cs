using System.Collections.Concurrent;
using System.Globalization;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Xunit;

namespace Gatehouse.EndToEnd.Faults;

/// <summary>
/// One gateway before one origin that misbehaves by request: <c>/f/…</c> without retries, <c>/refused</c> to a closed port.
/// Read timeout 500 ms.
/// </summary>
public sealed class FaultGateway : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _seen = new();
    private ScriptedOrigin _origin = null!;
    private int _next;

    internal GatehouseProcess Gateway { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _origin = Faulty.Start(target => Gate(target).Task);
        Gateway = await GatehouseProcess.StartAsync(new GatehouseOptions
        {
            Declarative = $$"""
                _format_version: "3.0"
                services:
                - {name: faulty, url: "http://127.0.0.1:{{_origin.Port}}", retries: 0, read_timeout: 500, write_timeout: 5000,
                   routes: [{name: f, paths: ["/f"], strip_path: false}]}
                - {name: refused, url: "http://127.0.0.1:{{FreePort.Next()}}", retries: 1, connect_timeout: 2000,
                   routes: [{name: refused, paths: ["/refused"], strip_path: false}]}
                """,
            Node = new Dictionary<string, string> { ["nginx_http_send_timeout"] = "5s" },
        });
    }

    public async Task DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await _origin.DisposeAsync();
    }

    /// <summary>A target that no other request of this run has.</summary>
    internal string Target(string path) => string.Create(CultureInfo.InvariantCulture, $"{path}?id=q{Interlocked.Increment(ref _next)}z");

    /// <summary>Tells the origin that the client has what was sent first.</summary>
    internal void Seen(string target) => Gate(target).TrySetResult();

    internal Task<RawClient> ConnectAsync() => RawClient.ConnectAsync(Gateway.Ports.Proxy);

    /// <summary>A fresh connection is served: whatever happened before did no lasting harm.</summary>
    internal async Task AssertServesAsync()
    {
        await using var client = await ConnectAsync();
        var answer = await client.ExchangeAsync($"GET {Target("/f/ok")} HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.Equal((200, "whole"), (answer.Status, answer.Text));
    }

    private TaskCompletionSource Gate(string target) =>
        _seen.GetOrAdd(target, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
