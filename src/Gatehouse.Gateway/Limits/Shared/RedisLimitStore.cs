using System.Runtime.CompilerServices;
using Gatehouse.Gateway.Redis;
using Gatehouse.Net.Loops;
using Gatehouse.Protocols.Redis;

namespace Gatehouse.Gateway.Limits.Shared;

/// <summary>
/// Counters in Redis, exact: one script call decides all charges of a request. Nothing waits in line here: what cannot be sent or is
/// not answered in time is <see cref="LimitOutcome.Unavailable"/>.
/// </summary>
internal sealed class RedisLimitStore : ILimitStore, IDisposable
{
    private const int FieldBytes = 32;

    private readonly RedisNode _redis;
    private readonly int _timeout;
    private readonly ServerTime _time;
    private readonly HeldCounts _held = new();
    private readonly HeldRenewal? _renewal;
    private long _lost;

    /// <param name="redis">How to reach the server.</param>
    /// <param name="clock">The node's time.</param>
    /// <param name="timeoutMilliseconds">Longest wait for a decision.</param>
    /// <param name="followsServer">Whether time is the server's, as it must be with several nodes. Default true.</param>
    public RedisLimitStore(RedisNode redis, LimitClock clock, int timeoutMilliseconds, bool followsServer = true)
    {
        _redis = redis;
        _timeout = timeoutMilliseconds;
        _time = new ServerTime(new SharedClock(clock), followsServer);

        // A configuration that is only tried out has no loops.
        _renewal = redis.Clients.Count == 0 ? null : new HeldRenewal(this, redis.Clients[0].Loop);
        _renewal?.Start();
    }

    /// <inheritdoc/>
    public LimitKeys Keys { get; } = LimitKeys.Shared("redis");

    /// <summary>Units charged behind the response that could not be booked.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Concurrency counters that this node takes part in.</summary>
    internal HeldCounts Held => _held;

    /// <summary>The node's time, nanoseconds.</summary>
    internal long Now => _time.Now;

    /// <summary>Ends what it does by itself; counters in Redis stay.</summary>
    public void Dispose() => _renewal?.Stop();

    /// <inheritdoc/>
    public ValueTask<LimitOutcome> TakeAsync(LimitBatch batch) => AskAsync(batch, "t"u8[0]);

    /// <inheritdoc/>
    public ValueTask<LimitOutcome> PeekAsync(LimitBatch batch) => AskAsync(batch, "p"u8[0]);

    /// <inheritdoc/>
    public void Charge(LimitBatch batch)
    {
        foreach (ref readonly var charge in batch.Charges)
        {
            if (charge.Cost > 0)
            {
                Tell(charge, charge.Cost);
            }
        }
    }

    /// <inheritdoc/>
    public void Refund(LimitBatch batch)
    {
        foreach (ref readonly var charge in batch.Charges)
        {
            if (charge.Rule.Algorithm != LimitAlgorithm.Concurrency && !IsOver(charge))
            {
                Tell(charge, -charge.Cost);
            }
        }
    }

    /// <inheritdoc/>
    public void Release(LimitBatch batch)
    {
        foreach (ref readonly var charge in batch.Charges)
        {
            if (charge.Rule.Algorithm == LimitAlgorithm.Concurrency)
            {
                _held.Give(charge.Rule, charge.Key, charge.Cost);
                Tell(charge, -charge.Cost);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<LimitPage> ReadAsync(
        IReadOnlyList<LimitRule> rules, UInt128? key, long cursor, int count, CancellationToken cancellation)
        => new SharedReader(this, _redis).ReadAsync(rules, key, cursor, count, cancellation);

    /// <inheritdoc/>
    public ValueTask<int> ResetAsync(IReadOnlyList<LimitRule> rules, UInt128 key, CancellationToken cancellation)
        => new SharedReader(this, _redis).ResetAsync(rules, key, _time.Calendar, cancellation);

    /// <summary>Tells the server again what the node holds of a concurrency counter; on a loop.</summary>
    public void Renew(LimitRule rule, UInt128 key) => Tell(new LimitCharge { Rule = rule, Key = key }, 0);

    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    private async ValueTask<LimitOutcome> AskAsync(LimitBatch batch, byte mode)
    {
        if (Loop.Current is not { } loop)
        {
            return LimitOutcome.Unavailable;
        }

        var client = _redis.Clients[loop.Index];
        _time.Refresh(client);
        long calendar = _time.Calendar;
        using var reply = await client.SendAsync(Compose(client, batch, mode, calendar), _timeout).ConfigureAwait(false);
        return Read(batch, reply, mode, calendar);
    }

    private RedisCommand Compose(RedisClient client, LimitBatch batch, byte mode, long calendar)
    {
        var command = Begin(client, batch.Count);
        foreach (ref readonly var charge in batch.Charges)
        {
            SharedCharge.AddKey(command, charge, calendar);
        }

        command.Add([mode]).Add(SharedClock.ToShared(calendar));
        Span<byte> field = stackalloc byte[FieldBytes];
        foreach (ref var charge in batch.Charges)
        {
            int length = 0;
            if (charge.Rule.Algorithm == LimitAlgorithm.Concurrency && mode == (byte)'t')
            {
                var word = _held.Say(charge.Rule, charge.Key, _time.Now);
                charge.Booking = word.Packed;
                length = _held.WriteField(field, word.Name);
            }

            SharedCharge.AddArguments(command, charge, charge.Cost, calendar, field[..length], HeldWord.Unpack(charge.Booking).Unsaid);
        }

        return command;
    }

    /// <summary>Books a cost without waiting for the answer, of concurrency together with what the server has not heard yet.</summary>
    private void Tell(in LimitCharge charge, long cost)
    {
        if (Loop.Current is not { } loop)
        {
            Interlocked.Add(ref _lost, Math.Abs(cost));
            return;
        }

        var client = _redis.Clients[loop.Index];
        long calendar = _time.Calendar;
        var command = Begin(client, 1);
        SharedCharge.AddKey(command, charge, calendar);
        command.Add("c"u8).Add(SharedClock.ToShared(calendar));
        HeldWord word = default;
        Span<byte> field = stackalloc byte[FieldBytes];
        int length = 0;
        if (charge.Rule.Algorithm == LimitAlgorithm.Concurrency)
        {
            word = _held.Say(charge.Rule, charge.Key, _time.Now);
            length = _held.WriteField(field, word.Name);
        }

        SharedCharge.AddArguments(command, charge, cost, calendar, field[..length], word.Unsaid);
        _ = FollowAsync(
            client.SendAsync(command, _timeout), charge.Rule, charge.Key, word with { Unsaid = (int)(word.Unsaid + cost) }, Math.Abs(cost));
    }

    /// <summary>Whether the fixed window that a charge was booked in has ended: there is nothing to give back, least of all to the next.</summary>
    private bool IsOver(in LimitCharge charge)
        => charge.Rule.Algorithm == LimitAlgorithm.FixedWindow && charge.Rule.Window.OrdinalAt(_time.Calendar, out _) != charge.Booking;

    private static RedisCommand Begin(RedisClient client, int keys) => client.Rent().Script(LimitScript.Script, keys);

    [AsyncMethodBuilder(typeof(LoopMethodBuilder))]
    private async ValueTask FollowAsync(ValueTask<RedisReply> pending, LimitRule rule, UInt128 key, HeldWord word, long units)
    {
        using var reply = await pending.ConfigureAwait(false);
        bool isBooked = reply.Failure == RedisFailure.None && !reply.IsError;
        if (rule.Algorithm == LimitAlgorithm.Concurrency)
        {
            _held.Settle(rule, key, isBooked ? RedisFailure.None : FailureOf(reply), word, 0);
        }
        else if (!isBooked)
        {
            Interlocked.Add(ref _lost, units);
        }
    }

    private LimitOutcome Read(LimitBatch batch, in RedisReply reply, byte mode, long calendar)
    {
        bool isAnswer = reply.Failure == RedisFailure.None && !reply.IsError && reply.Value.Count == batch.Count * 4;
        bool isAdmitted = isAnswer;
        for (int i = 0; i < batch.Count && isAnswer; i++)
        {
            isAnswer &= reply[i * 4].TryGetInteger(out long within);
            batch[i].IsAdmitted = within == 1;
            isAdmitted &= within == 1;
        }

        for (int i = 0; i < batch.Count && isAnswer; i++)
        {
            isAnswer &= SharedCharge.TryRead(ref batch[i], reply.Value, i, isAdmitted, calendar);
        }

        if (mode == (byte)'t')
        {
            Settle(batch, isAnswer ? RedisFailure.None : FailureOf(reply), isAdmitted);
        }

        return !isAnswer ? LimitOutcome.Unavailable : isAdmitted ? LimitOutcome.Admitted : LimitOutcome.Denied;
    }

    /// <summary>Brings what the node holds up to date with what became of a command.</summary>
    private void Settle(LimitBatch batch, RedisFailure failure, bool isAdmitted)
    {
        foreach (ref readonly var charge in batch.Charges)
        {
            if (charge.Rule.Algorithm == LimitAlgorithm.Concurrency)
            {
                _held.Settle(charge.Rule, charge.Key, failure, HeldWord.Unpack(charge.Booking), isAdmitted ? charge.Cost : 0);
            }
        }
    }

    // A script that failed has booked nothing, or nobody knows: an error is not more certain than silence.
    private static RedisFailure FailureOf(in RedisReply reply) => reply.Failure == RedisFailure.None ? RedisFailure.TimedOut : reply.Failure;
}
