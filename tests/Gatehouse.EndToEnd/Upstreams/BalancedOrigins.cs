using System.Globalization;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Http;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;

namespace Gatehouse.EndToEnd.Upstreams;

/// <summary>Three origins behind one upstream, each telling its number in X-Origin.</summary>
internal sealed class BalancedOrigins(params ScriptedOrigin[] origins) : IAsyncDisposable
{
    public static BalancedOrigins Start() => new(Answering(0), Answering(1), Answering(2));

    /// <summary>An origin that answers once <paramref name="before"/> is done; at once when there is none.</summary>
    public static ScriptedOrigin Answering(int number, Func<Task>? before = null) => ScriptedOrigin.Start(async c =>
    {
        while (await c.Reader.TryReadRequestAsync(c.Stopped) is not null)
        {
            await (before?.Invoke() ?? Task.CompletedTask);
            await c.SendAsync($"HTTP/1.1 200 OK\r\nX-Origin: {number}\r\nContent-Length: 0\r\n\r\n");
        }
    });

    /// <summary>The declarative file.</summary>
    /// <param name="rules">Fields of the upstream.</param>
    /// <param name="weights">By origin; an absent one is no target.</param>
    /// <param name="more">Further top-level members.</param>
    public string Document(string rules, int?[]? weights = null, string more = "")
    {
        var targets = origins.Select((o, i) => (o.Port, Weight: weights is null ? 100 : weights[i])).Where(t => t.Weight is not null)
            .Select(t => string.Create(CultureInfo.InvariantCulture, $$"""{target: "127.0.0.1:{{t.Port}}", weight: {{t.Weight}}}"""));
        return $$"""
            _format_version: "3.0"
            upstreams: [{name: balanced.test, {{rules}}, targets: [{{string.Join(", ", targets)}}]}]
            services: [{name: s, host: balanced.test, routes: [{name: r, paths: ["~/users/(?<id>[^/]+)$", "/"], strip_path: false}]}]
            {{more}}
            """;
    }

    /// <summary>Sends a request on a connection of its own.</summary>
    public static async Task<HttpMessage> SendAsync(GatehouseProcess gateway, string target = "/", string fields = "")
    {
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
        return await client.ExchangeAsync($"GET {target} HTTP/1.1\r\nHost: a\r\n{fields}\r\n");
    }

    /// <summary>The origin that answers a request.</summary>
    public static async Task<int> OriginOfAsync(GatehouseProcess gateway, string target = "/", string fields = "")
    {
        var answer = await SendAsync(gateway, target, fields);
        return int.Parse(answer.Header("X-Origin") ?? throw new InvalidOperationException(answer.StartLine), CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var origin in origins)
        {
            await origin.DisposeAsync();
        }
    }
}
