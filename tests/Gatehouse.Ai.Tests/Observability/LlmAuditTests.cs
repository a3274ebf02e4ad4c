using Gatehouse.Ai.Tests.Pipeline;
using Gatehouse.Ai.Tests.Selection;
using Xunit;

namespace Gatehouse.Ai.Tests.Observability;

public class LlmAuditTests
{
    private static Ai.Selection.ModelState Model(params ScriptedVendor[] vendors)
        => Pipeline.Calls.Model("m", [.. vendors.Select((v, i) => Samples.Deployment($"d{i}", TimeProvider.System, i, transport: v))]);

    [Fact]
    public async Task Request_leaves_one_record_of_who_what_why_and_how_much()
    {
        using var bench = new WatchBench();
        var model = Model(ScriptedVendor.Refusing(503), ScriptedVendor.Answering("canary-answer"));
        var call = bench.Begin(model, "alice", ("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
        await bench.RunAsync(call, model);
        call.Watch!.End(null);
        var record = Assert.Single(bench.Records(out string text));

        Assert.StartsWith("{\"event\":\"llm_request\",\"at\":", text, StringComparison.Ordinal);
        Assert.Equal(("r-1", "4bf92f3577b34da6a3ce929d0e0e4736", "10.1.2.3"), ((string)record["request_id"]!, (string)record["trace_id"]!, (string)record["client_ip"]!));
        Assert.Equal(("own", "chat", "m", "answered"), ((string)record["surface"]!, (string)record["operation"]!, (string)record["model"]!, (string)record["outcome"]!));
        Assert.Equal("""{"id":"id-of-alice","username":"alice"}""", record["consumer"]!.ToJsonString());
        Assert.Equal("""{"id":"r-id","name":"llm"}""", record["route"]!.ToJsonString());
        Assert.Equal(("allow", """["detected"]""", """{"email":1}"""), ((string)record["action"]!, record["origins"]!.ToJsonString(), record["findings"]!.ToJsonString()));
        Assert.Equal(2, record["attempts"]!.AsArray().Count);
        Assert.Equal((503, "ok", "0.5"), ((int)record["attempts"]![0]!["status"]!, (string)record["attempts"]![1]!["outcome"]!, (string)record["attempts"]![1]!["cost"]!));
        Assert.Equal(3, (int)record["attempts"]![1]!["tokens"]!["input"]!);
        Assert.Equal(("d1", "1"), ((string)record["deployment"]!, (string)record["cost"]!));
        Assert.Contains("d0: Overloaded 503", record["reasons"]!.AsArray().Select(r => (string)r!));
        Assert.DoesNotContain("canary", text, StringComparison.Ordinal);
        Assert.DoesNotContain("zoe", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Model_that_the_client_made_up_is_not_in_the_record()
    {
        using var bench = new WatchBench();
        var call = bench.Begin(Model(ScriptedVendor.Answering("x")));
        call.Model = "patient Jane Roe, MRN 12345";
        call.KnownModel = null;
        call.Watch!.Handled(new Ai.Canonical.AiError(Ai.Canonical.AiErrorKind.ModelNotFound, "The model 'patient Jane Roe, MRN 12345' does not exist"));
        var record = Assert.Single(bench.Records(out string text));

        Assert.Equal("model_not_found", (string)record["outcome"]!);
        Assert.DoesNotContain("Jane", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_that_takes_no_records_gets_none()
    {
        using var bench = new WatchBench(takesRecords: false);
        var model = Model(ScriptedVendor.Answering("x"));
        await bench.RunAsync(bench.Begin(model), model);

        Assert.Empty(bench.Records(out _));
    }
}
