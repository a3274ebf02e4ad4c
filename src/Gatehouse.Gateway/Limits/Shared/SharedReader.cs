using Gatehouse.Gateway.Redis;
using Gatehouse.Net.Loops;
using Gatehouse.Protocols.Redis;

namespace Gatehouse.Gateway.Limits.Shared;

/// <summary>
/// Reads and resets counters in Redis for an administrator. Of a cluster all keys of one identity can be read, and keys without one only of
/// the node that is asked first.
/// </summary>
internal sealed class SharedReader(RedisLimitStore store, RedisNode redis)
{
    private const int TimeoutMilliseconds = 2000;

    /// <inheritdoc cref="ILimitStore.ReadAsync"/>
    public async ValueTask<LimitPage> ReadAsync(
        IReadOnlyList<LimitRule> rules, UInt128? key, long cursor, int count, CancellationToken cancellation)
    {
        var loop = redis.Clients[0].Loop;
        LimitPage page = new([], null);
        await loop.RunAsync(async () => page = key is { } one
            ? new LimitPage(await LookAsync(rules.Select(r => (r, one))), null)
            : await ScanAsync(redis.Clients[loop.Index], rules, cursor, count)).WaitAsync(cancellation);
        return page;
    }

    /// <inheritdoc cref="ILimitStore.ResetAsync"/>
    public async ValueTask<int> ResetAsync(IReadOnlyList<LimitRule> rules, UInt128 key, long calendar, CancellationToken cancellation)
    {
        var loop = redis.Clients[0].Loop;
        int removed = 0;
        await loop.RunAsync(async () =>
        {
            foreach (var rule in rules)
            {
                var client = redis.Clients[loop.Index];
                var command = client.Rent().Name("DEL"u8);
                SharedCharge.AddKey(command, new LimitCharge { Rule = rule, Key = key }, calendar);
                using var reply = await client.SendAsync(command, TimeoutMilliseconds);
                removed += reply.Failure == RedisFailure.None && reply.Value.TryGetInteger(out long deleted) ? (int)deleted : 0;
            }
        }).WaitAsync(cancellation);
        return removed;
    }

    private async Task<LimitPage> ScanAsync(RedisClient client, IReadOnlyList<LimitRule> rules, long cursor, int count)
    {
        // A cursor names the rule, too: its place is in the upper bits, those of Redis stay below 2^48 for tables of any real size.
        int at = (int)(cursor >> 48);
        if (at >= rules.Count)
        {
            return new LimitPage([], null);
        }

        var rule = rules[at];
        var found = new List<(LimitRule, UInt128)>();
        long next;
        using (var reply = await client.SendAsync(
            client.Rent().Name("SCAN"u8).Add(cursor & ((1L << 48) - 1)).Add("MATCH"u8).Add(SharedCharge.PatternOf(rule)).Add("COUNT"u8).Add(count),
            TimeoutMilliseconds))
        {
            if (reply.Failure != RedisFailure.None || !reply[0].TryGetInteger(out next))
            {
                return new LimitPage([], null);
            }

            var keys = reply[1];
            for (int i = 0; i < keys.Count && found.Count < count; i++)
            {
                if (SharedCharge.TryParseKey(keys[i].Text, rule, out var key))
                {
                    found.Add((rule, key));
                }
            }
        }

        long? following = next != 0 ? ((long)at << 48) | next : at + 1 < rules.Count ? (long)(at + 1) << 48 : null;
        return new LimitPage(await LookAsync(found), following);
    }

    private async Task<IReadOnlyList<LimitReading>> LookAsync(IEnumerable<(LimitRule Rule, UInt128 Key)> counters)
    {
        var readings = new List<LimitReading>();
        foreach (var (rule, key) in counters)
        {
            var batch = new LimitBatch();
            batch.Add(rule, key, 0);
            if (await store.PeekAsync(batch) != LimitOutcome.Unavailable && batch[0].Remaining < Math.Max(rule.Limit, rule.Burst))
            {
                readings.Add(new LimitReading(rule, key, batch[0].Remaining, batch[0].Reset));
            }
        }

        return readings;
    }
}
