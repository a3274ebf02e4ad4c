namespace Gatehouse.Gateway.Http2.Server;

/// <summary>What the road does with an HTTP/2 request.</summary>
internal interface IHttp2ExchangeHandler
{
    /// <summary>
    /// Serves one request: read it with <see cref="Http2Downstream.ReadRequest"/>, answer through the same object. Called on the
    /// connection's loop; when the returned task completes the exchange is over, and an answer that was not completed is reset.
    /// </summary>
    ValueTask HandleAsync(Http2Downstream downstream);
}
