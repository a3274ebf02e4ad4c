using System.Runtime.CompilerServices;
using System.Text;
using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Selection;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Outbound.Streams;
using Gatehouse.Net.Loops;

namespace Gatehouse.Ai.Transport;

/// <summary>Calls over the network, on the loop's own connections.</summary>
internal sealed class LoopTransport(LoopHttpClient client, LoopHttpEndpoint endpoint) : IVendorTransport
{
    private readonly byte[] _prefix = Encoding.ASCII.GetBytes(endpoint.Url.AbsolutePath.TrimEnd('/'));
    private volatile PreparedTarget? _target;
    private volatile PreparedTimeouts? _timeouts;

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    public async ValueTask<VendorAnswer> SendAsync(VendorRequest request, VendorTimeouts timeouts, CancellationToken cancellation)
    {
        var response = await client.SendAsync(
            new LoopHttpRequest
            {
                Endpoint = endpoint,
                Method = request.Method == "GET" ? RequestMethod.Get : RequestMethod.Post,
                Target = TargetOf(request.Target),
                Headers = HeadersOf(request.Headers),
                Body = request.Body,
                Timeouts = TimeoutsOf(timeouts),
            },
            cancellation).ConfigureAwait(false);
        return new Answer(response);
    }

    /// <inheritdoc/>
    public void Dispose() => endpoint.Dispose();

    private static HeaderMap HeadersOf(IReadOnlyList<KeyValuePair<string, string>> fields)
    {
        var headers = new HeaderMap();
        for (int i = 0; i < fields.Count; i++)
        {
            var (name, value) = fields[i];
            headers.Add(Encoding.ASCII.GetBytes(name), Encoding.UTF8.GetBytes(value));
        }

        return headers;
    }

    // A provider's calls go to the same target again and again.
    private byte[] TargetOf(string target)
    {
        if (_target is { } known && ReferenceEquals(known.Text, target))
        {
            return known.Bytes;
        }

        byte[] bytes = [.. _prefix, .. Encoding.ASCII.GetBytes(target)];
        _target = new PreparedTarget(target, bytes);
        return bytes;
    }

    private LoopHttpTimeouts TimeoutsOf(VendorTimeouts timeouts)
    {
        if (_timeouts is { } known && ReferenceEquals(known.Of, timeouts))
        {
            return known.Timeouts;
        }

        var made = new LoopHttpTimeouts
        {
            Connect = Milliseconds(timeouts.Connect),
            FirstByte = Milliseconds(timeouts.FirstToken),
            Idle = Milliseconds(timeouts.Idle),
            Total = Milliseconds(timeouts.Total),
        };
        _timeouts = new PreparedTimeouts(timeouts, made);
        return made;
    }

    private static int Milliseconds(TimeSpan time) => (int)Math.Clamp(time.TotalMilliseconds, 1, int.MaxValue);

    private sealed record PreparedTarget(string Text, byte[] Bytes);

    private sealed record PreparedTimeouts(VendorTimeouts Of, LoopHttpTimeouts Timeouts);

    private sealed class Answer(LoopHttpResponse response) : VendorAnswer
    {
        public override VendorFailure Failure => response.Failure switch
        {
            LoopHttpFailure.None => VendorFailure.None,
            LoopHttpFailure.ResetBeforeHeaders => VendorFailure.Reset,
            LoopHttpFailure.FirstByteTimeout => VendorFailure.FirstTokenTimeout,
            LoopHttpFailure.IdleTimeout => VendorFailure.IdleTimeout,
            LoopHttpFailure.TotalTimeout => VendorFailure.TotalTimeout,
            LoopHttpFailure.Malformed => VendorFailure.Malformed,
            LoopHttpFailure.Truncated => VendorFailure.Truncated,
            LoopHttpFailure.Cancelled => VendorFailure.Cancelled,
            _ => VendorFailure.NotReached,
        };

        public override string? FailureReason => response.Failure == LoopHttpFailure.None ? null : $"{response.Failure} {response.FailureReason}".TrimEnd();

        public override int Status => response.Status;

        public override HeaderMap Headers => response.Headers;

        public override bool HasBuffered => response.HasBuffered;

        public override ValueTask<bool> WaitAsync() => response.WaitAsync();

        public override ValueTask<int> ReadAsync(Memory<byte> destination) => response.ReadAsync(destination);

        public override void Dispose() => response.Dispose();
    }
}
