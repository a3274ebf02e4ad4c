using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.EndToEnd.Ai;

/// <summary>Money: a budget under many requests at once, and a node that is killed in the middle of them.</summary>
public sealed class BudgetTests
{
    // An answer of ten tokens costs a tenth of a cent, reserved and paid.
    private const string Declarative = """
        _format_version: "3.0"
        routes:
        - name: ai
          paths: [/v1/]
          strip_path: false
          plugins: [{name: ai-gateway}]
        ai_providers: [{name: sandbox, type: sandbox}]
        ai_models:
        - {name: limited, deployments: [{provider: sandbox, model: sandbox, price: {input: 0, output: 100}}]}
        - {name: free, deployments: [{provider: sandbox, model: sandbox-free, price: {input: 0, output: 100}}]}
        ai_budgets: [{name: hundred, model: limited, amount: 0.1, period: total}]
        """;

    private static readonly GatehouseOptions Options = new() { Declarative = Declarative };

    [Fact]
    public async Task Thousand_parallel_requests_spend_no_more_than_a_budget_for_a_hundred()
    {
        await using var gateway = await GatehouseProcess.StartAsync(Options);
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 200 });

        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => AskAsync(client, gateway.Proxy, "limited", "[[sandbox tokens=10 delay=30]]")));

        var admitted = answers.Where(a => a.Status == HttpStatusCode.OK).ToList();
        Assert.All(answers.Except(admitted), a => Assert.Equal((HttpStatusCode.TooManyRequests, true), (a.Status, a.Body.Contains("insufficient_quota", StringComparison.Ordinal))));
        Assert.Equal(100, admitted.Count);
        decimal answered = admitted.Sum(a => a.Cost ?? throw new InvalidOperationException("no cost"));
        Assert.Equal(0.1m, answered);
        await Eventually.TrueAsync(() => LedgerFile.Of(gateway, "limited").Count == 100, "a hundred entries in the ledger");
        Assert.Equal(answered, LedgerFile.Of(gateway, "limited").Sum(r => r.Nano ?? 0) / 1_000_000_000m);
    }

    [Fact]
    public async Task Killed_node_loses_and_doubles_no_attempt()
    {
        using var folder = new TemporaryFolder();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        int answered = 0;
        GatehouseProcess? gateway = null;
        for (int round = 0; round < 3; round++)
        {
            gateway = await GatehouseProcess.StartAsync(Options with { Node = new Dictionary<string, string> { ["prefix"] = folder.Path } });
            using var client = new HttpClient();
            using var stop = new CancellationTokenSource();
            var loads = Enumerable.Range(0, 16).Select(_ => LoadAsync(client, gateway.Proxy, () => Interlocked.Increment(ref answered), stop.Token)).ToList();
            int before = Volatile.Read(ref answered);
            await Eventually.TrueAsync(() => Volatile.Read(ref answered) >= before + 300, "three hundred answers");
            gateway.Process.Send(Signal.Kill);
            await stop.CancelAsync();
            await Task.WhenAll(loads);
            await gateway.DisposeAsync();
        }

        gateway = await GatehouseProcess.StartAsync(Options with { Node = new Dictionary<string, string> { ["prefix"] = folder.Path } });
        await using var last = gateway;
        IReadOnlyList<LedgerRow> rows = [];
        await Eventually.TrueAsync(() => (rows = LedgerFile.In(folder.Path, "free")).Count >= answered, "an entry for every answer");

        // Beside the answered ones there are those that were under way when the node was killed: at most one for each client and round.
        Assert.InRange(rows.Count, answered, answered + (3 * 16));
        Assert.All(rows, r => Assert.True(ids.Add(r.AttemptId), $"attempt {r.AttemptId} is there twice"));
        Assert.All(rows.Where(r => r.Outcome == "interrupted"), r => Assert.True(r.IsEstimated));
    }

    private static async Task LoadAsync(HttpClient client, Uri proxy, Action answered, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if ((await AskAsync(client, proxy, "free", "[[sandbox tokens=10]]")).Status == HttpStatusCode.OK)
                {
                    answered();
                }
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }

    private static async Task<(HttpStatusCode Status, decimal? Cost, string Body)> AskAsync(HttpClient client, Uri proxy, string model, string prompt)
    {
        var ask = new { model, max_tokens = 10, messages = new[] { new { role = "user", content = prompt } } };
        using var answer = await client.PostAsJsonAsync(new Uri(proxy, "/v1/chat/completions"), ask);
        string body = await answer.Content.ReadAsStringAsync();
        decimal? cost = answer.Headers.TryGetValues("X-Gatehouse-Cost", out var values) ? decimal.Parse(values.Single(), CultureInfo.InvariantCulture) : null;
        return (answer.StatusCode, cost, body);
    }
}
