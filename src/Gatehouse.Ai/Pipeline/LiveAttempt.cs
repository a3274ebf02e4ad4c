using System.Buffers;
using Gatehouse.Ai.Accounting.Ledger;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Observability;
using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Selection;
using Gatehouse.Ai.Transport;

namespace Gatehouse.Ai.Pipeline;

/// <summary>An attempt whose answer has begun, or is here. Whoever holds it ends it with <see cref="End"/>; dispose it in any case.</summary>
internal sealed class LiveAttempt : IDisposable
{
    private readonly AiCall _call;
    private readonly IAttemptAccount _account;
    private readonly TimeProvider _time;
    private readonly long _startedAt;
    private readonly long _reserved;
    private readonly AttemptTrace? _trace;
    private TimeSpan? _firstToken;
    private TimeSpan _lastContent;
    private int _steps;
    private bool _isEnded;

    public LiveAttempt(AiCall call, Deployment deployment, IAttemptAccount account, long reserved, TimeProvider time)
    {
        _call = call;
        _account = account;
        _reserved = reserved;
        _time = time;
        _startedAt = time.GetTimestamp();
        _trace = call.Watch?.BeginAttempt(deployment);
        Deployment = deployment;
        Lifetime = CancellationTokenSource.CreateLinkedTokenSource(call.ClientLeft);
    }

    public Deployment Deployment { get; }

    public AiCall Call => _call;

    /// <summary>Since the call to the vendor.</summary>
    public TimeSpan Elapsed => _time.GetElapsedTime(_startedAt);

    /// <summary>Why it failed before anything was sent; null = it did not.</summary>
    public AiError? Failure { get; set; }

    /// <summary>Ends the call to the vendor.</summary>
    public CancellationTokenSource Lifetime { get; }

    /// <summary>The vendor's answer; null before it came.</summary>
    public VendorAnswer? Answer { get; set; }

    /// <summary>Reads a stream; null when the answer came whole.</summary>
    public ChatStreamDecoder? Decoder { get; set; }

    /// <summary>Whether the client gets the vendor's bytes.</summary>
    public bool IsPassed { get; set; }

    public AttemptMeter Meter { get; } = new();

    /// <summary>Events that came and were not sent yet.</summary>
    public List<ChatEvent> Events { get; } = [];

    /// <summary>The vendor's bytes that came and were not sent yet, where they are passed on.</summary>
    public ArrayBufferWriter<byte> Raw { get; } = new();

    /// <summary>Fields that could not be honoured.</summary>
    public IReadOnlyList<string> Warnings { get; set; } = [];

    /// <summary>Whether another attempt for the same request answered first.</summary>
    public bool IsBeaten { get; private set; }

    /// <summary>Stops the call, because another attempt answered first.</summary>
    public void Beat()
    {
        if (!_isEnded)
        {
            IsBeaten = true;
            Lifetime.Cancel();
        }
    }

    /// <summary>Notes when content came first and last.</summary>
    public void NoteContent()
    {
        if (Meter.ContentSteps > _steps)
        {
            _steps = Meter.ContentSteps;
            _lastContent = Elapsed;
            _firstToken ??= _lastContent;
        }
    }

    /// <summary>The call with this attempt's place in the trace.</summary>
    public VendorRequest Traced(VendorRequest request) => _trace?.Mark(request) ?? request;

    /// <summary>
    /// Settles the attempt. <paramref name="isFree"/>: the vendor cannot have charged for it (it was not reached, or refused).
    /// </summary>
    public void End(AttemptOutcome outcome, bool isFree = false)
    {
        if (_isEnded)
        {
            return;
        }

        _isEnded = true;
        NoteContent();
        var duration = _time.GetElapsedTime(_startedAt);
        TokenUsage? usage = isFree ? new TokenUsage { Input = 0, Output = 0 } : Meter.Usage.IsEmpty ? null : Meter.Usage;
        Deployment.Health.End(isFree ? -_reserved : usage is { } counted ? counted.TotalInput + counted.TotalOutput - _reserved : 0);
        if (outcome == AttemptOutcome.Completed)
        {
            Deployment.Health.Succeeded(_firstToken ?? duration, duration);
        }

        decimal? cost = _account.End(new AttemptEnd(outcome)
        {
            Usage = usage,
            OutputCharacters = Meter.OutputCharacters,
            ServiceTier = Meter.ServiceTier,
            FirstToken = _firstToken,
            Duration = duration,
        });
        _call.AddCost(cost);
        _call.Watch?.EndAttempt(_trace, new AttemptRecord(Deployment, outcome)
        {
            Error = Failure ?? Meter.Error,
            ResponseModel = Meter.Model,
            Usage = usage,
            Cost = cost,
            IsStream = Decoder is not null,
            Duration = duration,
            FirstToken = _firstToken,
            MeanGap = _steps > 1 && _lastContent > _firstToken ? (_lastContent - _firstToken) / (_steps - 1) : null,
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        End(_call.ClientLeft.IsCancellationRequested || IsBeaten ? AttemptOutcome.ClientLeft : AttemptOutcome.StreamCut);
        Answer?.Dispose();
        Lifetime.Dispose();
    }
}
