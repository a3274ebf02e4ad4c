using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;
using Gatehouse.Gateway.Redis;
using Gatehouse.Net.Loops;
using Gatehouse.Protocols.Redis;

namespace Gatehouse.Ai.Accounting.Budgets;

/// <summary>
/// Counters in Redis, exact across nodes: one script call decides all charges of an attempt. A settlement that Redis does not hear is told
/// again until it does; a reservation that nobody settles goes by itself.
/// </summary>
internal sealed class RedisBudgetStore : IBudgetStore, IDisposable
{
    /// <summary>Longest key; who has longer names shares counters with nobody, because names are hashed into it then.</summary>
    private const int KeyBytes = 512;

    /// <summary>How long a counter is kept beyond its period, for attempts that began in it.</summary>
    private const long GraceMilliseconds = 3_600_000;

    private readonly RedisNode _redis;
    private readonly TimeProvider _time;
    private readonly int _timeout;
    private readonly SettlementRetry? _retry;

    /// <param name="redis">How to reach the server.</param>
    /// <param name="time">The node's time: says which period it is.</param>
    /// <param name="timeoutMilliseconds">Longest wait for a decision.</param>
    public RedisBudgetStore(RedisNode redis, TimeProvider time, int timeoutMilliseconds)
    {
        _redis = redis;
        _time = time;
        _timeout = timeoutMilliseconds;
        _retry = redis.Clients.Count == 0 ? null : new SettlementRetry(this, redis.Clients[0].Loop);
    }

    /// <summary>Settlements that wait for Redis.</summary>
    public int Waiting => _retry?.Count ?? 0;

    /// <summary>Settlements that were given up.</summary>
    public long Lost => _retry?.Lost ?? 0;

    /// <inheritdoc/>
    public void Dispose() => _retry?.Stop();

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    public async ValueTask<BudgetVerdict> ReserveAsync(Guid attempt, BudgetCharge[] charges, TimeSpan lifetime)
    {
        if (Loop.Current is not { } loop)
        {
            return new BudgetVerdict(BudgetOutcome.Unavailable);
        }

        var client = _redis.Clients[loop.Index];
        long life = (long)lifetime.TotalMilliseconds;
        using var reply = await client.SendAsync(Compose(client, 'r', attempt, charges, life), _timeout).ConfigureAwait(false);
        if (reply.Failure == RedisFailure.None && !reply.IsError && reply[0].TryGetInteger(out long admitted) && reply[1].TryGetInteger(out long index))
        {
            return new BudgetVerdict(admitted == 1 ? BudgetOutcome.Admitted : BudgetOutcome.Refused, (int)Math.Clamp(index, 0, charges.Length - 1));
        }

        if (reply.Failure is RedisFailure.TimedOut or RedisFailure.ConnectionLost)
        {
            // It may be reserved all the same.
            _retry?.Add(attempt, [.. charges]);
        }

        return new BudgetVerdict(BudgetOutcome.Unavailable);
    }

    /// <inheritdoc/>
    public void Settle(Guid attempt, BudgetCharge[] charges)
    {
        if (Loop.Current is { } loop)
        {
            _ = TellAsync(loop, attempt, charges);
        }
        else
        {
            _retry?.Add(attempt, charges);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> SeedAsync(BudgetCharge counter, long spent)
    {
        bool isDone = false;
        if (_redis.Clients.Count > 0)
        {
            var client = _redis.Clients[0];
            counter.Actual = spent;
            await client.Loop.RunAsync(async () =>
            {
                using var reply = await client.SendAsync(Compose(client, 'i', Guid.Empty, [counter], 0), _timeout);
                isDone = reply.Failure == RedisFailure.None && !reply.IsError;
            }).ConfigureAwait(false);
        }

        return isDone;
    }

    /// <summary>Tells Redis a settlement; whether it has heard it. On the loop.</summary>
    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    internal async ValueTask<bool> TrySettleAsync(Loop loop, Guid attempt, BudgetCharge[] charges)
    {
        var client = _redis.Clients[loop.Index];
        using var reply = await client.SendAsync(Compose(client, 's', attempt, charges, 0), _timeout).ConfigureAwait(false);
        return reply.Failure == RedisFailure.None && !reply.IsError;
    }

    [AsyncMethodBuilder(typeof(LoopMethodBuilder))]
    private async ValueTask TellAsync(Loop loop, Guid attempt, BudgetCharge[] charges)
    {
        if (!await TrySettleAsync(loop, attempt, charges).ConfigureAwait(false))
        {
            _retry?.Add(attempt, charges);
        }
    }

    private RedisCommand Compose(RedisClient client, char mode, Guid attempt, BudgetCharge[] charges, long life)
    {
        // One hash tag for all: what one script decides must be on one node of a cluster.
        Span<byte> key = stackalloc byte[KeyBytes];
        Span<byte> id = stackalloc byte[32];
        Utf8Formatter.TryFormat(attempt, id, out int idLength, 'N');
        var command = client.Rent().Script(BudgetScript.Script, 1 + (charges.Length * 2));
        command.Key(key[..NameOf(key, id[..idLength], "a"u8)]);
        foreach (ref readonly var charge in charges.AsSpan())
        {
            int length = NameOf(key, charge.Key);
            command.Key(key[..length]);
            key[length] = (byte)'z';
            command.Key(key[..(length + 1)]);
        }

        long now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        command.Add([(byte)mode]).Add(id[..idLength]).Add(life);
        foreach (ref readonly var charge in charges.AsSpan())
        {
            long end = charge.ResetsAt is { } resets ? Math.Max(resets.ToUnixTimeMilliseconds() - now, 0) + GraceMilliseconds : 0;
            long keep = end == 0 ? 0 : Math.Max(end, life + GraceMilliseconds);
            command.Add(mode == 'r' ? charge.Limit : charge.Reserved).Add(mode == 'r' ? charge.Reserved : charge.Actual).Add(keep);
        }

        return command;
    }

    private static int NameOf(Span<byte> key, ReadOnlySpan<byte> name, ReadOnlySpan<byte> kind)
    {
        "gatehouse:{ai-budget}:"u8.CopyTo(key);
        kind.CopyTo(key[22..]);
        key[22 + kind.Length] = (byte)':';
        name.CopyTo(key[(23 + kind.Length)..]);
        return 23 + kind.Length + name.Length;
    }

    private static int NameOf(Span<byte> key, string name)
    {
        const int Room = KeyBytes - 32;
        int length = Encoding.UTF8.GetByteCount(name);
        byte[]? large = length > Room ? Encoding.UTF8.GetBytes(name) : null;
        if (large is not null)
        {
            return NameOf(key, Encoding.ASCII.GetBytes(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(large))), "h"u8);
        }

        Span<byte> text = stackalloc byte[Room];
        return NameOf(key, text[..Encoding.UTF8.GetBytes(name, text)], "c"u8);
    }
}
