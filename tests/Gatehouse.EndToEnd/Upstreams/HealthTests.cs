using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gatehouse.EndToEnd.Leaks;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.EndToEnd.Upstreams;

/// <summary>Origins that die, lie, stall and come back behind a real gateway.</summary>
[Collection(QuietCollection.Name)]
public sealed class HealthTests : IAsyncDisposable
{
    private const string Active = """
        active: {timeout: 0.5, healthy: {interval: 0.1, successes: 1}, unhealthy: {interval: 0.1, tcp_failures: 1, http_failures: 1, timeouts: 1}}
        """;

    private readonly MoodyOrigin _one = new(), _two = new();
    private readonly HttpClient _client = new();

    [Fact]
    public async Task Origin_that_dies_is_taken_out_by_probes_and_comes_back()
    {
        await using var gateway = await StartAsync(Active);
        _two.Die();
        await StateAsync(gateway, "HEALTHY UNHEALTHY");
        Assert.All(await GetAsync(gateway, 20), s => Assert.Equal(200, s));

        _two.Rise();
        await StateAsync(gateway, "HEALTHY HEALTHY");
        int before = _two.Answered;
        Assert.All(await GetAsync(gateway, 20), s => Assert.Equal(200, s));
        Assert.True(_two.Answered >= before + 5);
    }

    [Fact]
    public async Task Origin_that_lies_is_taken_out_by_its_answers_and_tried_again()
    {
        await using var gateway = await StartAsync("passive: {unhealthy: {http_failures: 2}}, ejection: {base_time: 0.5, max_time: 1}");
        _two.Mood = OriginMood.Lying;
        var statuses = await GetAsync(gateway, 100);
        Assert.InRange(statuses.Count(s => s == 500), 2, 10);

        _two.Mood = OriginMood.Good;
        await Eventually.TrueAsync(
            async () => (await GetAsync(gateway, 2)).All(s => s == 200) && await StateOfAsync(gateway) == "HEALTHY HEALTHY", "a trial request to be answered");
        string[] lines = await LinesAsync(gateway, $"127.0.0.1:{_two.Port}");
        Assert.Contains("is unhealthy: 2 bad answers of requests", lines[0], StringComparison.Ordinal);
        Assert.Contains("is healthy again: a trial request was answered", lines[^1], StringComparison.Ordinal);
        Assert.Equal(2, lines.Length);
    }

    [Fact]
    public async Task Origin_that_stalls_costs_one_time_out_and_no_answer()
    {
        await using var gateway = await StartAsync("passive: {unhealthy: {timeouts: 1}}, ejection: {base_time: 60}");
        _two.Mood = OriginMood.Stalled;

        Assert.All(await GetAsync(gateway, 20), s => Assert.Equal(200, s));
        Assert.Equal("HEALTHY UNHEALTHY", await StateOfAsync(gateway));
    }

    [Fact]
    public async Task State_survives_a_reload_and_shows_in_answers_metrics_and_both_APIs()
    {
        const string Passive = "passive: {unhealthy: {tcp_failures: 1}}";
        await using var gateway = await StartAsync(Passive);
        _one.Die();
        _two.Die();
        await Eventually.TrueAsync(async () => { await GetAsync(gateway, 1); return await StateOfAsync(gateway) == "UNHEALTHY UNHEALTHY"; }, "both to be out");
        using var refused = await _client.GetAsync(gateway.Proxy);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Contains("failure to get a peer from the ring-balancer", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var posted = await _client.PostAsJsonAsync(
            new Uri(gateway.Admin, "/config"), new Dictionary<string, string> { ["config"] = Declarative("threshold: 1, " + Passive) });
        Assert.Equal(HttpStatusCode.Created, posted.StatusCode);
        Assert.Equal("UNHEALTHY UNHEALTHY", await StateOfAsync(gateway));
        var whole = JsonNode.Parse(await _client.GetStringAsync(new Uri(gateway.Status, "/upstreams/up/health?balancer_health=1")))!;
        Assert.Equal("UNHEALTHY", whole["data"]!["health"]!.GetValue<string>());
        string metrics = await _client.GetStringAsync(new Uri(gateway.Status, "/metrics"));
        Assert.Contains($"address=\"127.0.0.1:{_one.Port}\",state=\"unhealthy\",subsystem=\"http\"}} 1", metrics, StringComparison.Ordinal);

        _one.Rise();
        using var word = await _client.PutAsync(new Uri(gateway.Admin, $"/upstreams/up/targets/127.0.0.1:{_one.Port}/healthy"), null);
        Assert.Equal(HttpStatusCode.NoContent, word.StatusCode);
        await Eventually.TrueAsync(async () => (await GetAsync(gateway, 1))[0] == 200, "the one that was let back to serve");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }

    private static async Task<string[]> LinesAsync(GatehouseProcess gateway, string address)
    {
        string text = await File.ReadAllTextAsync(gateway.FileOf("error.log"));
        return [.. text.Split('\n').Where(l => l.Contains(address, StringComparison.Ordinal) && l.Contains("healthy", StringComparison.Ordinal))];
    }

    private Task<GatehouseProcess> StartAsync(string healthchecks) => GatehouseProcess.StartAsync(new GatehouseOptions
    {
        Node = new Dictionary<string, string> { ["proxy_error_log"] = "error.log" },
        Declarative = Declarative(healthchecks),
    });

    private string Declarative(string healthchecks) => $$$"""
        _format_version: "3.0"
        services: [{name: s, host: up, retries: 1, read_timeout: 500, routes: [{name: r, paths: ["/"]}]}]
        plugins: [{name: prometheus, config: {upstream_health_metrics: true}}]
        upstreams: [{name: up, healthchecks: { {{{healthchecks}}} }, targets: [{target: "127.0.0.1:{{{_one.Port}}}"}, {target: "127.0.0.1:{{{_two.Port}}}"}]}]
        """;

    private async Task<int[]> GetAsync(GatehouseProcess gateway, int count)
    {
        int[] statuses = new int[count];
        for (int i = 0; i < count; i++)
        {
            using var answer = await _client.GetAsync(gateway.Proxy);
            statuses[i] = (int)answer.StatusCode;
        }

        return statuses;
    }

    private Task StateAsync(GatehouseProcess gateway, string expected)
        => Eventually.TrueAsync(async () => await StateOfAsync(gateway) == expected, expected);

    /// <summary>Health of the two targets, by the order of their construction.</summary>
    private async Task<string> StateOfAsync(GatehouseProcess gateway)
    {
        var answer = JsonNode.Parse(await _client.GetStringAsync(new Uri(gateway.Admin, "/upstreams/up/health")))!;
        var byTarget = answer["data"]!.AsArray().ToDictionary(t => t!["target"]!.GetValue<string>(), t => t!["health"]!.GetValue<string>());
        return $"{byTarget[$"127.0.0.1:{_one.Port}"]} {byTarget[$"127.0.0.1:{_two.Port}"]}";
    }
}
