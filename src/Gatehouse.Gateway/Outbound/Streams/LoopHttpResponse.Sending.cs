using System.Runtime.CompilerServices;
using Gatehouse.Core.Http;
using Gatehouse.Net.Channels;
using Gatehouse.Net.Http1;
using Gatehouse.Net.Loops;

namespace Gatehouse.Gateway.Outbound.Streams;

/// <content>The way to the head of the answer: a connection, the request, the head; once more where an idle connection was stale.</content>
internal sealed partial class LoopHttpResponse
{
    /// <summary>Addresses of a name that one call tries.</summary>
    private const int MaxAddresses = 3;

    /// <summary>Body bytes that leave in one write; with the head they fit the largest buffer that is kept.</summary>
    private const int WriteBytes = 48 * 1024;

    /// <summary>Longest body: what vendors take at most.</summary>
    private const int MaxBody = 32 * 1024 * 1024;

    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    internal async ValueTask<LoopHttpResponse> SendAsync(CancellationToken cancellation)
    {
        StartClock(cancellation);
        if (_request.Body.Length > MaxBody)
        {
            Fail(LoopHttpFailure.InvalidRequest);
        }

        for (bool fresh = false; await ConnectAsync(fresh).ConfigureAwait(false); fresh = true)
        {
            // 1. The request. A server may answer before it has all of it, and close: an answer counts, however sending went.
            if (!TryWriteHead(_connection!))
            {
                Fail(LoopHttpFailure.InvalidRequest);
                break;
            }

            WasSent = true;
            await SendBodyAsync(_connection!).ConfigureAwait(false);

            // 2. The head of the answer.
            var result = Http1ResponseResult.Interim;
            BeginPhase(LoopHttpFailure.FirstByteTimeout, _request.Timeouts.FirstByte);
            while (result == Http1ResponseResult.Interim && Failure == LoopHttpFailure.None)
            {
                result = await _connection!.ReadHeadAsync(this).ConfigureAwait(false);
            }

            EndPhase();
            if (result == Http1ResponseResult.ClosedBeforeResponse && IsReused && !fresh && Failure == LoopHttpFailure.None)
            {
                // 3. The server closed an idle connection just as we used it.
                ReleaseConnection();
                continue;
            }

            Conclude(result);
            break;
        }

        if (Failure != LoopHttpFailure.None)
        {
            Status = 0;
            StopClock();
            ReleaseConnection();
        }

        return this;
    }

    private void Conclude(Http1ResponseResult result)
    {
        switch (result)
        {
            case Http1ResponseResult.Final:
                break;
            case Http1ResponseResult.ClosedBeforeResponse or Http1ResponseResult.Aborted or Http1ResponseResult.Interim:
                Fail(LoopHttpFailure.ResetBeforeHeaders);
                break;
            case Http1ResponseResult.Truncated:
                Fail(LoopHttpFailure.Truncated);
                break;
            default:
                Fail(LoopHttpFailure.Malformed);
                break;
        }
    }

    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    private async ValueTask<bool> ConnectAsync(bool fresh)
    {
        if (Failure != LoopHttpFailure.None)
        {
            return false;
        }

        var endpoint = _request.Endpoint;
        long deadline = Math.Min(Now + _request.Timeouts.Connect, _totalDeadline);
        if (!endpoint.Answered.IsCompleted)
        {
            // Only right after the endpoint appeared: its name has not been answered yet.
            BeginPhase(LoopHttpFailure.NameNotFound, (int)(deadline - Now));
            await Task.WhenAny(endpoint.Answered, GivenUp());
            EndPhase();
        }

        var keys = endpoint.Keys;
        if (keys.Length == 0)
        {
            Fail(endpoint.IsForbidden ? LoopHttpFailure.Forbidden : LoopHttpFailure.NameNotFound);
        }

        int turn = keys.Length > 1 ? endpoint.NextTurn() : 0;
        for (int left = Math.Min(keys.Length, MaxAddresses); left > 0 && Failure == LoopHttpFailure.None; left--)
        {
            // The last address may use what is left; one that swallows packets leaves time for the others.
            _key = keys[turn++ % keys.Length];
            var lease = await RentAsync(_key, (int)Math.Max(1, (deadline - Now) / left), fresh).ConfigureAwait(false);
            if (lease.Connection is { } connection)
            {
                _connection = connection;
                IsReused = lease.IsReused;
                return true;
            }

            if (left == 1 || lease.Fault == ChannelFault.Tls)
            {
                FailureReason = lease.Reason;
                Fail(FailureOf(lease.Fault));
            }
        }

        return false;
    }

    private LoopHttpFailure FailureOf(ChannelFault fault) => fault switch
    {
        ChannelFault.Timeout => _totalDeadline <= Now ? LoopHttpFailure.TotalTimeout : LoopHttpFailure.ConnectTimeout,
        ChannelFault.Tls => LoopHttpFailure.Tls,
        ChannelFault.Refused => LoopHttpFailure.ConnectRefused,
        _ => LoopHttpFailure.ConnectUnreachable,
    };

    /// <summary>As the pool's, but ends when the call does; a connection that comes later waits for others in the pool.</summary>
    private ValueTask<Http1Lease> RentAsync(Http1PoolKey key, int timeoutMilliseconds, bool fresh)
    {
        var rent = _pool.RentAsync(key, timeoutMilliseconds, fresh);
        return rent.IsCompletedSuccessfully ? rent : AwaitAsync(rent.AsTask(), key);
    }

    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    private async ValueTask<Http1Lease> AwaitAsync(Task<Http1Lease> rent, Http1PoolKey key)
    {
        if (await Task.WhenAny(rent, GivenUp()) == rent && Failure == LoopHttpFailure.None)
        {
            return await rent;
        }

        var pool = _pool;
        _ = KeepAsync();
        return new Http1Lease(null, false, ChannelFault.Aborted);

        async Task KeepAsync()
        {
            if ((await rent).Connection is { } late)
            {
                pool.Return(key, late);
            }
        }
    }

    private Task GivenUp() => (_givenUp ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private bool TryWriteHead(Http1ClientConnection connection)
    {
        int dropped = connection.DroppedFieldCount;
        connection.StartHead(_request.Method.Bytes, _request.Target.Span);
        if (!_request.Headers.Contains(HeaderNames.Host))
        {
            connection.WriteHeader(HeaderNames.Host.Bytes, _request.Endpoint.HostField);
        }

        foreach (var field in _request.Headers)
        {
            connection.WriteHeader(field.Name, field.Value);
        }

        bool hasBody = !_request.Body.IsEmpty || !(_request.Method == RequestMethod.Get || _request.Method == RequestMethod.Head);
        connection.EndHead(hasBody ? Http1BodyKind.Length : Http1BodyKind.None, _request.Body.Length);
        return connection.DroppedFieldCount == dropped && connection.Channel.Fault == ChannelFault.None;
    }

    [AsyncMethodBuilder(typeof(LoopMethodBuilder))]
    private async ValueTask SendBodyAsync(Http1ClientConnection connection)
    {
        var rest = _request.Body;
        for (int gathered = 0; !rest.IsEmpty;)
        {
            var memory = connection.GetBodyMemory(Math.Min(rest.Length, WriteBytes - gathered));
            int count = Math.Min(Math.Min(memory.Length, rest.Length), WriteBytes - gathered);
            rest[..count].CopyTo(memory);
            connection.AdvanceBody(count);
            rest = rest[count..];
            gathered += count;
            if (gathered == WriteBytes && !rest.IsEmpty)
            {
                gathered = 0;
                BeginPhase(LoopHttpFailure.IdleTimeout, _request.Timeouts.Idle);
                if (!await connection.FlushAsync().ConfigureAwait(false))
                {
                    return;
                }
            }
        }

        BeginPhase(LoopHttpFailure.IdleTimeout, _request.Timeouts.Idle);
        await connection.CompleteAsync().ConfigureAwait(false);
    }
}
