using System.Threading.Tasks.Sources;
using Gatehouse.Net.Loops;
using Gatehouse.Protocols.Redis.Resp;

namespace Gatehouse.Protocols.Redis;

/// <summary>The command as what its sender awaits. The continuation runs inline on the loop.</summary>
public sealed partial class RedisCommand : IValueTaskSource<RedisReply>
{
    private readonly RedisCommandStock? _stock;
    private Action<object?>? _continuation;
    private object? _continuationState;
    private short _version;
    private Stage _stage;

    internal RedisCommand(RedisCommandStock? stock) => _stock = stock;

    private enum Stage : byte
    {
        Composing,
        Pending,
        Completed,
        Recycled,
    }

    /// <summary>Who has to let go when the time is over.</summary>
    internal IRedisCommandHolder? Holder { get; set; }

    /// <summary>Place in its connection's order, or in the list of those that wait.</summary>
    internal long Ticket { get; set; }

    /// <summary>Whether the text of its script was sent already.</summary>
    internal bool HasSentSource { get; set; }

    /// <summary>Whether it goes to a node that is still taking its slot over.</summary>
    internal bool IsAsking { get; set; }

    /// <summary>How often it was redirected.</summary>
    internal int Redirections { get; set; }

    /// <summary>Why there is no reply.</summary>
    internal RedisFailure Failure { get; private set; }

    /// <summary>Whether it waits for its answer.</summary>
    internal bool IsPending => _stage == Stage.Pending;

    /// <summary>The reply while it is being looked at.</summary>
    internal RespValue ReceivedValue => new(Message, 0);

    /// <summary>Gives a command back that is not sent after all.</summary>
    public void Discard()
    {
        CheckComposing();
        Recycle(_version);
    }

    /// <summary>The value of a reply that has not been disposed.</summary>
    internal RespValue Reply(short version)
        => version == _version && Message.Count > 0
            ? new RespValue(Message, 0)
            : throw new InvalidOperationException("The reply was disposed already.");

    /// <summary>From now on it waits.</summary>
    internal ValueTask<RedisReply> Begin()
    {
        CheckComposing();
        _stage = Stage.Pending;
        _stock?.Counters.CountBegin();
        return new ValueTask<RedisReply>(this, _version);
    }

    /// <summary>Takes the message that answers it; the one that held its last reply is returned for others.</summary>
    internal RespMessage Receive(RespReader reader) => Message = reader.Exchange(Message);

    /// <summary>Ends the wait and runs the continuation. The last thing its caller does with it.</summary>
    internal void Complete(RedisFailure failure)
    {
        if (IsArmed)
        {
            Loop.Current!.Disarm(this);
        }

        _stock?.Counters.CountEnd(failure);
        Failure = failure;
        Holder = null;
        _stage = Stage.Completed;
        if (_continuation is { } continuation)
        {
            object? state = _continuationState;
            _continuation = null;
            _continuationState = null;
            continuation(state);
        }
    }

    /// <summary>Back to the stock, unless that happened already.</summary>
    internal void Recycle(short version)
    {
        if (version != _version || _stage is Stage.Pending or Stage.Recycled)
        {
            return;
        }

        _version++;
        _stage = Stage.Recycled;
        Failure = RedisFailure.None;
        HasSentSource = IsAsking = false;
        Redirections = 0;
        Clear();
        _stock?.Return(this);
    }

    /// <summary>Out of the stock.</summary>
    internal void Reuse() => _stage = Stage.Composing;

    /// <inheritdoc/>
    protected override void OnElapsed()
    {
        if (_stage == Stage.Pending)
        {
            Holder?.Abandon(this);
            Complete(RedisFailure.TimedOut);
        }
    }

    ValueTaskSourceStatus IValueTaskSource<RedisReply>.GetStatus(short token)
    {
        CheckToken(token);
        return _stage == Stage.Completed ? ValueTaskSourceStatus.Succeeded : ValueTaskSourceStatus.Pending;
    }

    RedisReply IValueTaskSource<RedisReply>.GetResult(short token)
    {
        CheckToken(token);
        return _stage == Stage.Completed
            ? new RedisReply(this, token)
            : throw new InvalidOperationException("The command has not been answered.");
    }

    void IValueTaskSource<RedisReply>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        // The flags ask for the context of the awaiter; it is this loop, and so are we.
        CheckToken(token);
        if (_stage == Stage.Completed)
        {
            Loop.Current!.Post(continuation, state);
            return;
        }

        _continuationState = state;
        _continuation = continuation;
    }

    private void CheckToken(short token)
    {
        if (token != _version || _stage is Stage.Composing or Stage.Recycled)
        {
            throw new InvalidOperationException("The reply of this command was already taken.");
        }
    }

    private void CheckComposing()
    {
        if (_stage != Stage.Composing)
        {
            throw new InvalidOperationException("The command has been sent or given back.");
        }
    }
}
