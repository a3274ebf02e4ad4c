using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.EndToEnd.Ai;

/// <summary>What a node tells of requests to models: cache, ledger by the Admin API, metrics, audit records.</summary>
public sealed class ObservedRequestTests
{
    private const string Canary = "canary-4711";

    private const string Declarative = """
        _format_version: "3.0"
        ai_providers:
        - {name: box, type: sandbox}
        ai_models:
        - {name: kept, cache: true, cache_ttl: 60, deployments: [{provider: box, model: sandbox, price: {input: 1, output: 2}}]}
        ai_budgets:
        - {name: all, scope: consumer, amount: 5, period: month}
        routes:
        - name: llm
          paths: [/]
          plugins:
          - {name: key-auth}
          - {name: ai-gateway}
        consumers:
        - {username: alice, keyauth_credentials: [{key: alice-key-0123456789}]}
        - {username: bob, keyauth_credentials: [{key: bob-key-0123456789}]}
        """;

    [Fact]
    public async Task Answers_are_given_again_to_their_tenant_and_all_of_it_is_told()
    {
        await using var gateway = await GatehouseProcess.StartAsync(new GatehouseOptions
        {
            Declarative = Declarative,
            Node = new Dictionary<string, string> { ["proxy_audit_log"] = "audit.log" },
        });
        using var client = new HttpClient { BaseAddress = gateway.Proxy };
        using var admin = new HttpClient { BaseAddress = gateway.Admin };
        Assert.Empty((await admin.GetFromJsonAsync<JsonObject>("/ai/usage"))!["data"]!.AsArray());

        var first = await AskAsync(client, "alice", "/v1/chat/completions");
        var again = await AskAsync(client, "alice", "/v1/chat/completions");
        var streamed = await AskAsync(client, "alice", "/v1/chat/completions", isStream: true);
        var other = await AskAsync(client, "bob", "/v1/chat/completions", isStream: true);
        var collected = await AskAsync(client, "bob", "/v1/chat/completions");
        var fresh = await AskAsync(client, "alice", "/v1/chat/completions", wish: "refresh");

        Assert.Equal(["MISS", "HIT", "HIT", "MISS", "HIT", "MISS"], new[] { first, again, streamed, other, collected, fresh }.Select(a => a.Cache));
        Assert.Equal(TextOf(first.Body), TextOf(again.Body));
        Assert.Equal(TextOf(first.Body), TextOf(collected.Body));
        Assert.EndsWith("data: [DONE]\n\n", streamed.Body, StringComparison.Ordinal);

        await Eventually.TrueAsync(async () => (await UsageAsync(admin, "")).Sum(r => (int)r!["attempts"]!) == 6, "six entries in the ledger");
        var rows = await UsageAsync(admin, "?group_by=consumer,outcome");
        Assert.Equal(
            ["alice cached 2", "alice completed 2", "bob cached 1", "bob completed 1"],
            rows.Select(r => $"{r!["consumer_name"]} {r["outcome"]} {r["attempts"]}").Order());
        Assert.All(rows, r => Assert.Equal((string)r!["outcome"]! == "completed", (decimal)r["cost"]! > 0));
        string csv = await admin.GetStringAsync("/ai/usage.csv?group_by=model,provider");
        Assert.StartsWith("model,provider,attempts,", csv, StringComparison.Ordinal);
        Assert.Contains("\r\nkept,box,6,", csv, StringComparison.Ordinal);
        var budget = (await admin.GetFromJsonAsync<JsonObject>("/ai/budgets"))!["data"]![0]!;
        Assert.Equal(["alice", "bob"], budget["spent"]!.AsArray().Select(s => (string)s!["consumer_name"]!).Order());

        string metrics = await admin.GetStringAsync("/metrics");
        Assert.Contains("gatehouse_ai_cache_requests_total{result=\"hit\"} 3", metrics, StringComparison.Ordinal);
        Assert.Contains("ai_agent_requests_per_user{user=\"alice\"} 4", metrics, StringComparison.Ordinal);
        Assert.Contains("gen_ai_provider_name=\"sandbox\"", metrics, StringComparison.Ordinal);
        Assert.Contains("gatehouse_ai_cache_saved_usd_total{model=\"kept\"}", metrics, StringComparison.Ordinal);

        await Eventually.TrueAsync(() => File.Exists(gateway.FileOf("audit.log")) && File.ReadAllLines(gateway.FileOf("audit.log")).Length == 6, "six audit records");
        var records = (await File.ReadAllLinesAsync(gateway.FileOf("audit.log"))).Select(l => JsonNode.Parse(l)!).ToArray();
        Assert.Equal(["answered", "answered", "answered", "cached", "cached", "cached"], records.Select(r => (string)r["outcome"]!).Order());
        Assert.All(records, r => Assert.Equal(("llm_request", "kept", "llm"), ((string)r["event"]!, (string)r["model"]!, (string)r["route"]!["name"]!)));
        Assert.DoesNotContain(Canary, metrics + csv + await File.ReadAllTextAsync(gateway.FileOf("audit.log")), StringComparison.Ordinal);
    }

    private static async Task<(string? Cache, string Body)> AskAsync(HttpClient client, string who, string path, bool isStream = false, string? wish = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = JsonContent.Create(new { model = "kept", stream = isStream, messages = new[] { new { role = "user", content = $"Say {Canary}" } } }),
        };
        request.Headers.Add("apikey", $"{who}-key-0123456789");
        if (wish is not null)
        {
            request.Headers.Add("X-Gatehouse-Cache", wish);
        }

        using var response = await client.SendAsync(request);
        string body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, body);
        string? cache = response.Headers.TryGetValues("X-Gatehouse-Cache", out var values) ? values.Single() : null;
        Assert.Equal(cache == "HIT", response.Headers.Age is not null);
        return (cache, body);
    }

    private static string TextOf(string body) => (string)JsonNode.Parse(body)!["choices"]![0]!["message"]!["content"]!;

    private static async Task<JsonArray> UsageAsync(HttpClient admin, string query) => (await admin.GetFromJsonAsync<JsonObject>("/ai/usage" + query))!["data"]!.AsArray();
}
