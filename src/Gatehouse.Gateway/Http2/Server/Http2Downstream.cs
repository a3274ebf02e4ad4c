using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Net.Loops;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Gatehouse.Gateway.Http2.Server;

/// <summary>
/// One HTTP/2 stream as the road sees it. Kestrel keeps the object with its pooled stream, so that a connection reuses it from
/// request to request. Every member is called on the connection's loop.
/// </summary>
internal sealed partial class Http2Downstream : Downstream
{
    // RFC 9113 §7. INTERNAL_ERROR: the client learns that this is no end of the answer, and may not assume it was not acted upon.
    private const int InternalError = 0x2;

    private IHttpResetFeature _reset = null!;
    private IConnectionLifetimeNotificationFeature? _lifetime;
    private AdoptedConnection _connection = null!;
    private CancellationToken _aborted;
    private bool _hasFailed;

    /// <summary>The connection the stream belongs to.</summary>
    public ClientConnection Connection => _connection.Client;

    /// <summary>The loop the exchange runs on.</summary>
    public Loop Loop => _connection.Loop;

    /// <summary>Cancelled (from any thread) when the client resets the stream or its connection ends.</summary>
    public CancellationToken Aborted => _aborted;

    /// <summary>Whatever the road wants to find again on the next request of this stream object, such as its exchange.</summary>
    public object? State { get; set; }

    public override bool IsAborted => _hasFailed || _aborted.IsCancellationRequested;

    /// <summary>Whether the answer was completed.</summary>
    internal bool IsComplete { get; private set; }

    public override void Abort()
    {
        if (!IsComplete)
        {
            _hasFailed = true;
            IsComplete = true;
            _reset.Reset(InternalError);
        }
    }

    /// <summary>Does nothing: a stream ends with its answer, and other streams of the connection are none of its business.</summary>
    public override void CloseAfterResponse()
    {
    }

    /// <inheritdoc/>
    public override void EndConnection() => _lifetime?.RequestClose();

    /// <summary>Starts over for a request.</summary>
    internal void Begin(IFeatureCollection features)
    {
        _connection = features.GetRequiredFeature<AdoptedConnection>();
        _reset = features.GetRequiredFeature<IHttpResetFeature>();
        _aborted = features.GetRequiredFeature<IHttpRequestLifetimeFeature>().RequestAborted;
        _lifetime = features.Get<IConnectionLifetimeNotificationFeature>();
        _hasFailed = false;
        IsComplete = false;
        BeginRequest(features);
        BeginResponse(features);
    }

    /// <summary>Lets go of the stream.</summary>
    internal void End()
    {
        _message = null;
        _aborted = default;
    }
}
