using System.Collections.Concurrent;
using System.Diagnostics;
using Gatehouse.Ai.Observability;
using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Selection;
using Gatehouse.Ai.Tests.Pipeline;
using Gatehouse.Ai.Tests.Selection;
using Gatehouse.Ai.Transport;
using Xunit;

namespace Gatehouse.Ai.Tests.Observability;

public class AiTracingTests
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736", Parent = "00f067aa0ba902b7";

    [Fact]
    public async Task Request_has_a_span_and_each_attempt_one_below_it()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = s => s.Name == GenAiNames.Source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        var vendor = new Recording(ScriptedVendor.Answering("canary"));
        var model = Model(ScriptedVendor.Refusing(429), vendor);
        using var bench = new WatchBench();
        await bench.RunAsync(bench.Begin(model, "alice", ("traceparent", $"00-{Trace}-{Parent}-01")), model);
        var mine = spans.Where(s => s.TraceId.ToHexString() == Trace).ToArray();

        Assert.Equal(["chat d0", "chat d1", "gateway chat m"], mine.Select(s => s.DisplayName));
        Assert.Equal(Parent, mine[2].ParentSpanId.ToHexString());
        Assert.All(mine[..2], s => Assert.Equal((mine[2].SpanId, ActivityKind.Client), (s.ParentSpanId, s.Kind)));
        Assert.Equal(("rate_limited", ActivityStatusCode.Error), (mine[0].GetTagItem(GenAiNames.ErrorType), mine[0].Status));
        Assert.Equal(("sandbox", "d1", "m", 3L, 1L), (
            mine[1].GetTagItem(GenAiNames.Provider), mine[1].GetTagItem(GenAiNames.RequestModel), mine[1].GetTagItem(GenAiNames.ResponseModel),
            mine[1].GetTagItem(GenAiNames.InputTokens), mine[1].GetTagItem(GenAiNames.OutputTokens)));
        Assert.Equal($"00-{Trace}-{mine[1].SpanId.ToHexString()}-01", vendor.TraceParent);
        Assert.DoesNotContain(mine.SelectMany(s => s.TagObjects), t => $"{t.Value}".Contains("canary", StringComparison.Ordinal));
        Assert.Null(Activity.Current);
    }

    [Theory]
    [InlineData($"00-{Trace}-{Parent}-01", $"^00-{Trace}-(?!{Parent})[0-9a-f]{{16}}-01$")]
    [InlineData($"00-{Trace}-{Parent}-00", $"^00-{Trace}-(?!{Parent})[0-9a-f]{{16}}-00$")]
    [InlineData($"00-{Trace}-{Parent}-01-x", $"^00-(?!{Trace})[0-9a-f]{{32}}-[0-9a-f]{{16}}-00$")]
    [InlineData($"00-00000000000000000000000000000000-{Parent}-01", "^00-(?!0{32})[0-9a-f]{32}-[0-9a-f]{16}-00$")]
    [InlineData("nonsense", "^00-[0-9a-f]{32}-[0-9a-f]{16}-00$")]
    public async Task Vendor_gets_the_trace_also_when_nobody_listens(string sent, string expected)
    {
        var vendor = new Recording(ScriptedVendor.Answering("x"));
        var model = Model(vendor);
        using var bench = new WatchBench();
        await bench.RunAsync(bench.Begin(model, "alice", ("traceparent", sent)), model);

        Assert.Matches(expected, vendor.TraceParent);
    }

    [Fact]
    public async Task Field_that_comes_twice_is_none()
    {
        var vendor = new Recording(ScriptedVendor.Answering("x"));
        var model = Model(vendor);
        using var bench = new WatchBench();
        string sent = $"00-{Trace}-{Parent}-01";
        await bench.RunAsync(bench.Begin(model, "alice", ("traceparent", sent), ("traceparent", sent)), model);

        Assert.DoesNotContain(Trace, vendor.TraceParent, StringComparison.Ordinal);
    }

    private static ModelState Model(params IVendorTransport[] vendors)
        => Pipeline.Calls.Model("m", [.. vendors.Select((v, i) => Samples.Deployment($"d{i}", TimeProvider.System, i, transport: v))]);

    private sealed class Recording(IVendorTransport vendor) : IVendorTransport
    {
        public string? TraceParent { get; private set; }

        public ValueTask<VendorAnswer> SendAsync(VendorRequest request, VendorTimeouts timeouts, CancellationToken cancellation)
        {
            TraceParent = request.Headers.Single(h => h.Key == "traceparent").Value;
            return vendor.SendAsync(request, timeouts, cancellation);
        }

        public void Dispose() => vendor.Dispose();
    }
}
