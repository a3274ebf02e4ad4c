using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Observability;
using Gatehouse.Ai.Tests.Pipeline;
using Gatehouse.Ai.Tests.Selection;
using Xunit;

namespace Gatehouse.Ai.Tests.Observability;

public class AiMetricsTests
{
    private static Ai.Selection.ModelState Model(params ScriptedVendor[] vendors)
        => Pipeline.Calls.Model("m", [.. vendors.Select((v, i) => Samples.Deployment($"d{i}", TimeProvider.System, i, transport: v))]);

    [Fact]
    public async Task Attempts_count_by_the_conventions_and_money_by_who_spends_it()
    {
        using var bench = new WatchBench();
        var model = Model(ScriptedVendor.Refusing(429), ScriptedVendor.Answering("hi"));
        Assert.Null(await bench.RunAsync(bench.Begin(model), model));
        string text = bench.Scrape();

        Assert.Contains("""gen_ai_client_token_usage_sum{gen_ai_operation_name="chat",gen_ai_provider_name="sandbox",gen_ai_request_model="d1",gen_ai_response_model="m",gen_ai_token_type="input"} 3""", text, StringComparison.Ordinal);
        Assert.Contains("""gen_ai_token_type="input",le="4"} 1""", text, StringComparison.Ordinal);
        Assert.Contains("""gen_ai_response_model="",error_type="rate_limited"} 1""", text, StringComparison.Ordinal);
        Assert.Contains("""gatehouse_ai_attempts_total{provider="of-d0",deployment="d0",outcome="rate_limited"} 1""", text, StringComparison.Ordinal);
        Assert.Contains("""gatehouse_ai_spend_usd_total{consumer="alice",model="m",provider="of-d1"} 0.5""", text, StringComparison.Ordinal);
        Assert.Contains("""gatehouse_ai_fallbacks_total{result="ok"} 1""", text, StringComparison.Ordinal);
        Assert.Contains("""ai_agent_requests_per_user{user="alice"} 1""", text, StringComparison.Ordinal);
        Assert.Contains("""gatehouse_ai_requests_total{surface="own",operation="chat",outcome="answered"} 1""", text, StringComparison.Ordinal);

        // An overhead with a second attempt in it would be one of pauses.
        Assert.DoesNotContain("gatehouse_ai_overhead_seconds_count 1", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_that_nobody_answers_is_a_fallback_that_failed()
    {
        using var bench = new WatchBench();
        var model = Model(ScriptedVendor.Refusing(500));
        Assert.NotNull(await bench.RunAsync(bench.Begin(model, consumer: null), model));
        string text = bench.Scrape();

        Assert.Contains("""gatehouse_ai_fallbacks_total{result="failed"} 1""", text, StringComparison.Ordinal);
        Assert.Contains("""ai_agent_requests_per_user{user="anonymous"} 1""", text, StringComparison.Ordinal);
        Assert.Contains("""outcome="vendor_failed"} 1""", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Consumers_beyond_the_bound_are_other()
    {
        using var bench = new WatchBench();
        var model = Model(ScriptedVendor.Answering("hi"));
        for (int i = 0; i < AiMetrics.MaxConsumers + 3; i++)
        {
            bench.Watcher.Metrics.CountRequest(bench.Begin(model, $"u{i}"), "chat", "answered", true);
        }

        Assert.Contains("""ai_agent_requests_per_user{user="other"} 3""", bench.Scrape(), StringComparison.Ordinal);
    }

    [Fact]
    public void Deployment_that_failed_and_one_that_rests_are_told_apart()
    {
        using var bench = new WatchBench();
        bench.Deployments.Of("p", "well");
        bench.Deployments.Of("p", "ill").Failed(null);
        bench.Deployments.Of("p", "resting").Failed(TimeSpan.FromMinutes(5));
        string text = bench.Scrape();

        Assert.Contains("""gatehouse_ai_deployment_state{provider="p",deployment="well"} 0""", text, StringComparison.Ordinal);
        Assert.Contains("""gatehouse_ai_deployment_state{provider="p",deployment="ill"} 1""", text, StringComparison.Ordinal);
        Assert.Contains("""gatehouse_ai_deployment_state{provider="p",deployment="resting"} 2""", text, StringComparison.Ordinal);
        Assert.Contains("gatehouse_ai_deployments_resting 1", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_of_error_has_a_word() => Assert.All(Enum.GetValues<AiErrorKind>(), k => Assert.Matches("^[a-z_]+$", ErrorTypes.Of(k)));
}
