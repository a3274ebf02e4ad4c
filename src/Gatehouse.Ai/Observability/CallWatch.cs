using System.Diagnostics;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Pipeline;
using Gatehouse.Ai.Selection;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Exchanges;

namespace Gatehouse.Ai.Observability;

/// <summary>
/// Watches one request from the moment its body is here until its answer is over, and tells metrics, audit and traces once. Belongs to the request's
/// loop.
/// </summary>
internal sealed class CallWatch
{
    private readonly CallWatcher _node;
    private readonly AiCall _call;
    private readonly TraceContext _trace;
    private readonly Activity? _span;
    private readonly long _startedAt;
    private TimeSpan _vendors;
    private bool _isDeferred;
    private bool _isOver;

    public CallWatch(CallWatcher node, Exchange exchange, AiCall call, string operation)
    {
        _node = node;
        _call = call;
        Operation = operation;
        ClientAddress = exchange.ClientAddress.ToString();
        Route = exchange.Route;
        _startedAt = node.Time.GetTimestamp();
        _trace = TraceContext.Of(exchange.Request.Headers);
        _span = AiTracing.Begin(call, operation, _trace);
    }

    /// <summary>What is done, in the words of the GenAI conventions.</summary>
    public string Operation { get; private set; }

    public string ClientAddress { get; }

    public RouteConfig? Route { get; }

    /// <summary>Whether the client asked for a stream.</summary>
    public bool IsStream { get; private set; }

    /// <summary><c>hit</c>, <c>miss</c>, <c>bypass</c>; null = there is no cache.</summary>
    public string? Cache { get; private set; }

    /// <summary>What the answer from the cache did not cost again; null = not known, or no such answer.</summary>
    public decimal? Saved { get; private set; }

    public string TraceId => _span?.TraceId.ToHexString() ?? _trace.TraceId;

    /// <summary>From the body to now.</summary>
    public TimeSpan Elapsed => _node.Time.GetElapsedTime(_startedAt);

    /// <summary>Attempts that are over, in order.</summary>
    public List<AttemptRecord> Attempts { get; } = [];

    /// <summary>Says what is asked for, once the model is known.</summary>
    public void Describe(string model, ChatRequest? request)
    {
        IsStream = request?.IsStream ?? false;
        Operation = request?.Format is WireFormat.OpenAiCompletions or WireFormat.OllamaGenerate ? GenAiNames.TextCompletion : Operation;
        if (_span is not null)
        {
            AiTracing.Describe(_span, model, request);
        }
    }

    /// <summary>An attempt begins.</summary>
    public AttemptTrace BeginAttempt(Deployment deployment)
    {
        var span = AiTracing.BeginAttempt(_span, _trace, Operation, deployment);
        return new AttemptTrace(span, span?.Id ?? _trace.ForCall());
    }

    /// <summary>An attempt is over.</summary>
    public void EndAttempt(AttemptTrace? trace, AttemptRecord attempt)
    {
        Attempts.Add(attempt);
        _vendors += attempt.Duration;
        _node.Metrics.CountAttempt(_call, Operation, attempt);
        if (trace?.Span is { } span)
        {
            AiTracing.End(span, attempt);
        }
    }

    /// <summary>What came of the cache.</summary>
    public void NoteCache(string result, decimal? saved = null)
    {
        Cache = result;
        Saved = saved;
        _node.Metrics.CountCache(result);
        if (saved is > 0)
        {
            _node.Metrics.CountSaved(_call.KnownModel ?? "", saved.Value);
        }
    }

    /// <summary>The head of a stream goes out; whoever writes the body says when it is over. <paramref name="live"/>: how long the vendor was waited for.</summary>
    public void Defer(TimeSpan live)
    {
        _isDeferred = true;
        NoteOverhead(live);
    }

    /// <summary>The handler is done, and so is the answer unless it is a stream.</summary>
    public void Handled(AiError? error)
    {
        if (_isDeferred && error is null)
        {
            return;
        }

        if (error is null)
        {
            NoteOverhead(TimeSpan.Zero);
        }

        End(error);
    }

    /// <summary>The answer is over. What comes later is not heeded.</summary>
    public void End(AiError? error)
    {
        if (_isOver)
        {
            return;
        }

        _isOver = true;
        string outcome = error is null ? _call.IsCacheHit ? "cached" : "answered"
            : _call.ClientLeft.IsCancellationRequested ? "client_left"
            : ErrorTypes.Of(error.Kind);
        _node.Metrics.CountRequest(_call, Operation, outcome, error is null);
        _node.Audit.Write(_call, this, outcome);
        if (_span is not null)
        {
            AiTracing.End(_span, error is null ? null : outcome);
        }
    }

    private void NoteOverhead(TimeSpan live)
    {
        // With several attempts the pauses between them are in it, and with hedging they overlap: neither is what the gateway costs.
        if (_call.Attempts <= 1)
        {
            _node.Metrics.ObserveOverhead(Elapsed - _vendors - live);
        }
    }
}
