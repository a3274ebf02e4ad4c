using Gatehouse.Protocols.Redis;

namespace Gatehouse.Ai.Accounting.Budgets;

/// <summary>
/// The one script of budgets that nodes share: reserves all charges of an attempt or none, and settles them, in one step of the server.
/// </summary>
/// <remarks>
/// <para><c>KEYS</c>: the attempt's mark, then for each counter a hash (<c>s</c> spent, <c>r</c> reserved) and a sorted set of reservations
/// (<c>attempt:amount</c> by the time at which they go). <c>ARGV</c>: mode, attempt, lifetime in milliseconds, then three numbers for each
/// counter. The time is the server's.</para>
/// <list type="table">
/// <item><term>r</term><description>Reserve: limit, amount, milliseconds to keep the counter (0 = for ever). The answer is 0 and the place of the
/// first charge that does not fit, or 1; also 1, and nothing more is reserved, for an attempt that has reserved already.</description></item>
/// <item><term>s</term><description>Settle: reserved, actual, keep. Once for an attempt: its mark says so for an hour. Books the actual amount also
/// when the reservation has gone.</description></item>
/// <item><term>i</term><description>Begin: unused, spent, keep. A counter that says more is left as it is.</description></item>
/// </list>
/// <para>Amounts are whole and below 2^53, which numbers here hold exactly.</para>
/// </remarks>
internal static class BudgetScript
{
    /// <summary>The script.</summary>
    public static RedisScript Script { get; } = new(
        """
        local mode, attempt, life = ARGV[1], ARGV[2], tonumber(ARGV[3])
        local clock = redis.call('TIME')
        local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
        local counters = (#KEYS - 1) / 2
        local function whole(number) return string.format('%.0f', number) end
        local function keep(i, milliseconds)
          if milliseconds > 0 then
            redis.call('PEXPIRE', KEYS[i * 2], whole(milliseconds))
            redis.call('PEXPIRE', KEYS[i * 2 + 1], whole(milliseconds))
          end
        end
        if mode == 'i' then
          if tonumber(redis.call('HGET', KEYS[2], 's') or 0) < tonumber(ARGV[5]) then redis.call('HSET', KEYS[2], 's', ARGV[5]) end
          keep(1, tonumber(ARGV[6]))
          return {1, 0}
        end
        local mark = redis.call('GET', KEYS[1])
        if mode == 'r' then
          if mark then return {1, 0} end
          for i = 1, counters do
            local at = 1 + i * 3
            local hash, set = KEYS[i * 2], KEYS[i * 2 + 1]
            local gone = redis.call('ZRANGEBYSCORE', set, '-inf', whole(now), 'LIMIT', 0, 500)
            if #gone > 0 then
              local sum = 0
              for _, member in ipairs(gone) do sum = sum + tonumber(string.match(member, ':(%d+)$')) end
              redis.call('ZREM', set, unpack(gone))
              if sum > 0 then redis.call('HINCRBY', hash, 'r', whole(-sum)) end
            end
            local amount = tonumber(ARGV[at + 1])
            if amount > 0 then
              local used = redis.call('HMGET', hash, 's', 'r')
              if tonumber(used[1] or 0) + tonumber(used[2] or 0) + amount > tonumber(ARGV[at]) then return {0, i - 1} end
            end
          end
          for i = 1, counters do
            local at = 1 + i * 3
            local amount = tonumber(ARGV[at + 1])
            if amount > 0 then
              redis.call('HINCRBY', KEYS[i * 2], 'r', ARGV[at + 1])
              redis.call('ZADD', KEYS[i * 2 + 1], whole(now + life), attempt .. ':' .. ARGV[at + 1])
              keep(i, tonumber(ARGV[at + 2]))
            end
          end
          redis.call('SET', KEYS[1], 'r', 'PX', whole(life))
          return {1, 0}
        end
        if mark == 's' then return {1, 0} end
        for i = 1, counters do
          local at = 1 + i * 3
          local reserved, actual = tonumber(ARGV[at]), tonumber(ARGV[at + 1])
          if reserved > 0 and redis.call('ZREM', KEYS[i * 2 + 1], attempt .. ':' .. ARGV[at]) == 1 then
            redis.call('HINCRBY', KEYS[i * 2], 'r', whole(-reserved))
          end
          if actual > 0 then redis.call('HINCRBY', KEYS[i * 2], 's', ARGV[at + 1]) end
          keep(i, tonumber(ARGV[at + 2]))
        end
        redis.call('SET', KEYS[1], 's', 'PX', 3600000)
        return {1, 0}
        """);
}
