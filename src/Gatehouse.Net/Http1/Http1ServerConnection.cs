using System.Diagnostics;
using System.Runtime.CompilerServices;
using Gatehouse.Net.Channels;
using Gatehouse.Net.Loops;

namespace Gatehouse.Net.Http1;

/// <summary>
/// Server side of an HTTP/1.x connection (RFC 9112). This part is its life: wait for a head, hand the request to the application,
/// make the connection ready for the next one or end it so that the client still sees the answer.
/// </summary>
/// <remarks>
/// Only <see cref="RunAsync"/> suspends in the usual life of a connection, and it does so in one state machine that lives as
/// long as the connection: nothing is allocated per request. Awaits of value task sources (our completions, pooled methods) do not
/// capture the context: they complete on this loop's thread and go on inline, where a captured context would post and allocate.
/// Awaits of what may be a <see cref="Task"/> do capture it: without, a task that completes under a loop's context goes on in
/// the thread pool.
/// </remarks>
public sealed partial class Http1ServerConnection : IHttp1TrailerReceiver
{
    /// <summary>Pipelined requests served in a row before other connections of the loop get their turn.</summary>
    private const int FairShare = 32;

    /// <summary>
    /// Time for the rest of a head once the connection drains: what was sent at once arrives, and one byte does not keep the process.
    /// </summary>
    private const int DrainHeadMilliseconds = 1000;

    private readonly IHttp1Application _application;
    private readonly Http1ServerLimits _limits;
    private readonly Http1Inbound _inbound;
    private readonly Http1ServerTimer _timer;
    private readonly Http1RequestHead _head;
    private readonly Http1Completion<bool> _turn = new();
    private int _requests, _servedInARow;
    private long _consumedBefore, _headDeadline;
    private bool _isDraining, _isIdle, _isRejected, _closeAfterResponse, _isInExchange, _isInHead, _endsWithPeer;

    /// <summary>Makes the connection ready to run. <paramref name="clock"/> is for the Date field; null = the system's.</summary>
    public Http1ServerConnection(Channel channel, IHttp1Application application, Http1ServerLimits limits, TimeProvider? clock = null)
    {
        Channel = channel;
        _application = application;
        _limits = limits;
        _clock = clock ?? TimeProvider.System;
        _inbound = new Http1Inbound(channel);
        _timer = new Http1ServerTimer(channel, _inbound, limits);
        _head = new Http1RequestHead(limits);
        _writer = new Http1MessageWriter(channel, _timer);
        var bodyLimits = new Http1BodyLimits(
            limits.MaxChunkExtensionBytes, limits.MaxTotalChunkExtensionBytes, limits.MaxTrailerBytes, limits.MaxHeaders, true);
        _body = new Http1BodyReader(_inbound, bodyLimits, this, _timer);
        channel.PeerReset = OnPeerReset;
    }

    /// <summary>The bytes beneath.</summary>
    public Channel Channel { get; }

    /// <summary>What the application threw, if it did; the connection was aborted then.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Serves requests until the connection ends. Never throws.</summary>
    public async Task RunAsync()
    {
        try
        {
            while (true)
            {
                // 1. The head. Waiting holds no buffer and, once the first byte is there, has one deadline for the whole head.
                BeginRequest();
                Http1HeadStatus status = _inbound.IsEmpty ? Http1HeadStatus.NeedMore : _head.Parse(_inbound, _application);
                while (status == Http1HeadStatus.NeedMore && BeginHeadWait())
                {
                    ValueTask<int> wait = _inbound.WaitAsync();
                    _servedInARow = wait.IsCompleted ? _servedInARow : 0;
                    int readable = await wait.ConfigureAwait(false);
                    status = EndHeadWait(readable);
                }

                if (status is Http1HeadStatus.NeedMore or Http1HeadStatus.Closed)
                {
                    Channel.Close();
                    return;
                }

                if (status == Http1HeadStatus.Rejected)
                {
                    await RejectAsync(_head.Rejection).ConfigureAwait(false);
                    return;
                }

                // 2. The exchange.
                BeginExchange();
                await _application.OnRequestAsync(this).ConfigureAwait(false);
                if (!Channel.Loop.IsCurrent)
                {
                    await Channel.Loop.SwitchTo();
                }

                _isInExchange = false;

                // 3. The next request, unless something stands against it.
                if (!IsReadyForNext && !await FinishAsync().ConfigureAwait(false))
                {
                    return;
                }

                if (++_servedInARow == FairShare)
                {
                    await NextTurnAsync().ConfigureAwait(false);
                }
            }
        }
        catch (Exception exception)
        {
            Failure = exception;
            Channel.Abort(ChannelFault.Aborted);
        }
        finally
        {
            Channel.PeerReset = Channel.PeerEnded = null;
            _timer.Stop();
            _inbound.Release();
            _writer.Release();
        }
    }

    /// <summary>
    /// From here on the current exchange ends as after a reset when the client ends its direction (FIN), at the earliest in the next
    /// turn: for answers that somebody else is paid for as long as they run. Otherwise such a client still gets its answer.
    /// </summary>
    public void EndExchangeWithPeer()
    {
        if (_isInExchange && !_endsWithPeer)
        {
            _endsWithPeer = true;
            Channel.PeerEnded ??= OnPeerEnded;
            if (Channel.HasPeerEnded)
            {
                Channel.Loop.Post(static state => ((Http1ServerConnection)state!).OnPeerEnded(), this);
            }
        }
    }

    /// <summary>The current answer, or the next one, is the last (Connection: close). An idle connection goes on waiting for it.</summary>
    public void AnnounceDrain() => _isDraining = true;

    /// <summary>Ends after the current exchange (Connection: close); at once when idle.</summary>
    public void Drain()
    {
        _isDraining = true;
        if (_isIdle)
        {
            _inbound.CancelWait();
        }
        else if (_isInHead)
        {
            LimitHead();
        }
    }

    /// <summary>A head that has begun gets little more time.</summary>
    private void LimitHead()
    {
        long now = Channel.Loop.NowMilliseconds;
        _headDeadline = Math.Min(_headDeadline, now + DrainHeadMilliseconds);
        _timer.BeginWait((int)Math.Max(0, _headDeadline - now), Http1Rejection.HeaderTimeout);
    }

    private void BeginRequest()
    {
        _head.Reset();
        _consumedBefore = _inbound.Consumed;
        _headDeadline = 0;
        _closeAfterResponse = false;
        _inbound.ReleaseIfEmpty();
        if (!_inbound.IsEmpty)
        {
            RequestStartedTimestamp = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>False when the connection is to end instead of waiting.</summary>
    private bool BeginHeadWait()
    {
        _isIdle = _inbound.IsEmpty && !_head.HasLine;
        if (_isIdle)
        {
            _inbound.ReleaseIfEmpty();
            _timer.BeginWait(
                _requests == 0 ? _limits.HeaderTimeoutMilliseconds : _limits.KeepAliveTimeoutMilliseconds, Http1Rejection.None);
            return !_isDraining;
        }

        long now = Channel.Loop.NowMilliseconds;
        if (_headDeadline == 0)
        {
            int limit = _limits.HeaderTimeoutMilliseconds;
            _headDeadline = now + (_isDraining ? Math.Min(limit, DrainHeadMilliseconds) : limit);
        }

        _isInHead = true;

        _timer.BeginWait((int)Math.Max(0, _headDeadline - now), Http1Rejection.HeaderTimeout);
        return true;
    }

    private Http1HeadStatus EndHeadWait(int readable)
    {
        bool wasIdle = _isIdle;
        _isIdle = _isInHead = false;
        _timer.EndWait();
        if (readable < 0)
        {
            // An idle connection that ends or is ended has done nothing wrong: no answer, no rejection.
            return readable == Http1Inbound.Cancelled && !wasIdle
                ? _head.Reject(_timer.TakeExpired()) : Http1HeadStatus.Closed;
        }

        int read = _inbound.TryFill();
        if (read <= 0)
        {
            return read == Http1Inbound.Nothing ? Http1HeadStatus.NeedMore : Http1HeadStatus.Closed;
        }

        if (wasIdle)
        {
            RequestStartedTimestamp = Stopwatch.GetTimestamp();
        }

        return _head.Parse(_inbound, _application);
    }

    private void BeginExchange()
    {
        _requests++;
        _isInExchange = true;
        _endsWithPeer = false;
        _timer.StartBody();
        _body.Start(_head.Framing.BodyKind, _head.Framing.ContentLength, _limits.MaxRequestBodyBytes);
        _writer.BeginExchange();
        BeginAnswer();
        _inbound.ReleaseIfEmpty();
    }

    [AsyncMethodBuilder(typeof(LoopMethodBuilder))]
    private async ValueTask RejectAsync(Http1Rejection reason)
    {
        _isRejected = true;
        BeginExchange();
        _body.Start(Http1BodyKind.None, 0, 0);
        await _application.OnRejectedAsync(this, reason);
        _isInExchange = false;
        if (_writer.IsComplete && !_writer.IsFailed)
        {
            await LingerAsync().ConfigureAwait(false);
        }
        else
        {
            EndUnanswered();
        }
    }

    /// <summary>
    /// Between exchanges somebody reads and learns of it that way. In a tunnel both sides are always read, and a FIN of ours
    /// makes an orderly end of the client look like a reset.
    /// </summary>
    private void OnPeerReset()
    {
        if (_isInExchange && !_isTunnel)
        {
            Channel.Abort(ChannelFault.Reset);
            _application.OnClientGone();
        }
    }

    private void OnPeerEnded()
    {
        if (_endsWithPeer)
        {
            OnPeerReset();
        }
    }

    private ValueTask<bool> NextTurnAsync()
    {
        _servedInARow = 0;
        ValueTask<bool> turn = _turn.Start();
        Channel.Loop.Post(static state => ((Http1ServerConnection)state!)._turn.Complete(true), this);
        return turn;
    }

    void IHttp1TrailerReceiver.OnTrailer(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => _application.OnTrailer(name, value);
}
