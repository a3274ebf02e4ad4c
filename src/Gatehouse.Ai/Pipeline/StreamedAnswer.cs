using System.Runtime.CompilerServices;
using Gatehouse.Ai.Accounting.Ledger;
using Gatehouse.Ai.Caching;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Surfaces;
using Gatehouse.Ai.Transport;
using Gatehouse.Core.Exchanges;
using Gatehouse.Net.Loops;

namespace Gatehouse.Ai.Pipeline;

/// <summary>
/// Writes a streamed answer to the client while it comes. One flush for what came together. A stream that fails after its first content ends
/// with the dialect's error event, and what was used until then is settled.
/// </summary>
internal sealed class StreamedAnswer : IAnswerStream
{
    private readonly LiveAttempt _attempt;
    private readonly ChatRequest _request;
    private readonly AnswerStreamWriter _writer;
    private readonly AnswerRestorer? _restorer;
    private readonly TimeSpan? _interval;
    private readonly CacheSlot? _slot;
    private readonly AnswerKeeper? _keeper;
    private readonly TimeProvider _time;
    private DownstreamWriter _output = null!;
    private KeepAlive? _keepAlive;

    public StreamedAnswer(
        LiveAttempt attempt, ChatRequest request, AnswerStreamWriter writer, AnswerRestorer? restorer, TimeSpan? keepAlive, CacheSlot? slot, TimeProvider time)
    {
        _attempt = attempt;
        _request = request;
        _writer = writer;
        _restorer = restorer;
        _interval = keepAlive;
        _slot = slot;
        _keeper = slot?.Keeper();
        _time = time;
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    public async ValueTask<bool> WriteAsync(Exchange exchange)
    {
        var downstream = exchange.Downstream;
        _output = new DownstreamWriter(downstream);
        _keepAlive = new KeepAlive(downstream, _writer, _output, _interval, _time);
        bool goesOn = _attempt.Meter is { Error: null, IsEnded: false };
        Send();
        while (goesOn)
        {
            if (!_attempt.Answer!.HasBuffered)
            {
                if (!await downstream.FlushAsync().ConfigureAwait(false))
                {
                    return ClientLeft();
                }

                await _keepAlive.WaitAsync(_attempt.Answer.WaitAsync()).ConfigureAwait(false);
            }

            goesOn = await AnswerReader.ReadStreamAsync(_attempt, _request).ConfigureAwait(false);
            if (exchange.ClientLeft.IsCancellationRequested)
            {
                return ClientLeft();
            }

            Send();
            goesOn &= !_attempt.Meter.IsEnded;
        }

        _attempt.End(_attempt.Meter.Error is null ? AttemptOutcome.Completed : AttemptOutcome.StreamCut);
        if (_attempt.Meter.Error is null)
        {
            _slot?.Store(_attempt.Call, _keeper!.Complete());
        }

        if (_attempt.Meter.Error is { } error && VendorErrors.IsIllness(error))
        {
            _attempt.Deployment.Health.Failed(error.RetryAfter);
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _keepAlive?.Dispose();
        _attempt.Dispose();
        _attempt.Call.Watch?.End(_attempt.Meter.IsEnded ? _attempt.Meter.Error : _attempt.Meter.Error ?? VendorErrors.Of(VendorFailure.Truncated, _attempt.Deployment));
    }

    private bool ClientLeft()
    {
        _attempt.End(AttemptOutcome.ClientLeft);
        return false;
    }

    private void Send()
    {
        _keeper?.Add(_attempt.Events);
        if (_attempt.IsPassed)
        {
            _output.Write(_attempt.Raw.WrittenSpan);
            _attempt.Raw.ResetWrittenCount();
            if (_attempt.Meter.Error is { } error)
            {
                _writer.Write(new AnswerFailed(error), _attempt.Meter.Usage, _output);
            }
        }
        else
        {
            _restorer?.Restore(_attempt.Events);
            foreach (var step in _attempt.Events)
            {
                _writer.Write(step, _attempt.Meter.Usage, _output);
            }
        }

        _attempt.Events.Clear();
    }
}
