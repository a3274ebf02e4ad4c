using System.Runtime.CompilerServices;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Http2.Client;
using Gatehouse.Net.Loops;

namespace Gatehouse.Gateway.Forwarding;

/// <summary>The answer to an HTTP/2 call.</summary>
internal readonly struct Http2ResponseSource(Http2UpstreamCall call, HeaderMap trailers) : IResponseSource
{
    /// <summary>An HTTP/2 answer may always have trailers behind an empty body.</summary>
    public bool HasBody => true;

    /// <summary>Not known: the client gets what there is before each read.</summary>
    public bool HasBuffered => false;

    /// <inheritdoc/>
    public bool IsTimedOut => call.Outcome == UpstreamOutcome.Timeout;

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    public async ValueTask<int> ReadAsync(Memory<byte> destination) => await call.ReadBodyAsync(destination);

    /// <inheritdoc/>
    public void ReadTrailers() => call.ReadTrailers(trailers);

    /// <inheritdoc/>
    public void Abort() => call.Abort();
}
