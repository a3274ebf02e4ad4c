using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Ai.Accounting;
using Gatehouse.Ai.Accounting.Budgets;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Compliance;
using Gatehouse.Ai.Configuration;
using Gatehouse.Ai.Observability;
using Gatehouse.Ai.Pipeline;
using Gatehouse.Ai.Selection;
using Gatehouse.Ai.Surfaces.Own;
using Gatehouse.Ai.Tests.Pipeline;
using Gatehouse.Ai.Tests.Selection;
using Gatehouse.Gateway.Observability;
using Gatehouse.Protocols.Prometheus;
using Gatehouse.TestKit.Processes;

namespace Gatehouse.Ai.Tests.Observability;

/// <summary>Requests that are watched: their metrics, and their records in a file.</summary>
internal sealed class WatchBench : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly AuditLog _log;

    public WatchBench(Func<Accountant?>? books = null, bool takesRecords = true)
    {
        _log = new AuditLog(
            new LogStream(new LogSink("audit", LogTargets.ForPath(_folder.File("audit.log"))), 1, TimeProvider.System, flushMilliseconds: 1), TimeProvider.System, takesRecords);
        Deployments = new DeploymentRegistry(TimeProvider.System);
        Watcher = new CallWatcher(new AiMetrics(Registry, books ?? (() => null), Deployments), new LlmAudit(_log, TimeProvider.System), TimeProvider.System);
    }

    public MetricsRegistry Registry { get; } = new(1);

    public DeploymentRegistry Deployments { get; }

    public CallWatcher Watcher { get; }

    public RecordingBook Book { get; } = new();

    /// <summary>A request that is watched, of a consumer and under a policy.</summary>
    public AiCall Begin(ModelState model, string? consumer = "alice", params (string Name, string Value)[] headers)
    {
        var policy = OpenPolicy.Create(TimeProvider.System);
        using var scan = policy.Scanner.Begin();
        scan.Add(FieldKind.User, "write to zoe@example.org about it");
        var call = new AiCall
        {
            RequestId = "r-1",
            Surface = new OwnSurface(),
            Directory = new AiDirectory([model], [], [], BudgetPlan.Empty),
            Policy = policy,
            StartedAt = 0,
            Time = DateTimeOffset.UnixEpoch,
            ConsumerId = consumer is null ? null : $"id-of-{consumer}",
            ConsumerName = consumer,
            CredentialId = consumer is null ? null : "k-1",
            Model = model.Name,
            KnownModel = model.Name,
            Clearance = Samples.Clearance(),
            Classification = scan.Classify(),
        };
        call.Watch = Watcher.Begin(new QuietExchange(headers), call, GenAiNames.Chat);
        return call;
    }

    /// <summary>Runs a request to its end; the error it ends with.</summary>
    public async Task<AiError?> RunAsync(AiCall call, ModelState model, bool isStream = false)
    {
        var plan = Gatehouse.Ai.Tests.Pipeline.Calls.Plan(isStream);
        call.Watch!.Describe(model.Name, plan.Request);
        AiError? error = null;
        try
        {
            using var attempt = await new AttemptRunner(Book, () => 0.5, TimeProvider.System).RunAsync(call, model, plan);
            while (isStream && !attempt.Meter.IsEnded && await AnswerReader.ReadStreamAsync(attempt, plan.Request))
            {
            }

            attempt.End(Gatehouse.Ai.Accounting.Ledger.AttemptOutcome.Completed);
        }
        catch (AiException e)
        {
            error = e.Error;
        }

        call.Watch.Handled(error);
        return error;
    }

    public string Scrape()
    {
        var output = new ArrayBufferWriter<byte>();
        Registry.WriteTo(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>The file's lines; nothing can be written any more.</summary>
    public IReadOnlyList<JsonNode> Records(out string text)
    {
        _log.Dispose();
        text = File.Exists(_folder.File("audit.log")) ? File.ReadAllText(_folder.File("audit.log")) : "";
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!)];
    }

    public void Dispose()
    {
        _log.Dispose();
        _folder.Dispose();
    }
}
