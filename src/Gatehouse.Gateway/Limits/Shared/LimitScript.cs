using Gatehouse.Protocols.Redis;

namespace Gatehouse.Gateway.Limits.Shared;

/// <summary>
/// The one script of limits that nodes share: decides all charges of a request and books all or none, in one step of the server.
/// </summary>
/// <remarks>
/// <para><c>ARGV</c>: mode (<c>t</c> take, <c>p</c> look only, <c>c</c> book whatever the limit says), now, then for each key kind,
/// limit, cost, a, b. Times are microseconds since <see cref="SharedClock.Epoch"/>. The answer has four integers for each key: whether it is
/// within its limit, how much is used (of a bucket: microseconds until it is full) before the booking, microseconds until all is free
/// again, and until the cost would be admitted; what a node can work out itself is 0.</para>
/// <list type="table">
/// <item><term>f</term><description>Fixed window: a count; its key names the window. a = milliseconds to keep it.</description></item>
/// <item><term>b</term><description>Token bucket: the time at which it is full. a = microseconds per unit, b = burst. Sums are exact:
/// a is a multiple of 1/64. Never later than 142 years (2^52 microseconds), which numbers here hold exactly.</description></item>
/// <item><term>s</term><description>Sliding window: a list of "newest oldest total" for each stretch of b microseconds, totals going on
/// for ever; the first element has left the window already and is what totals are counted from. a = window. A stretch
/// leaves with its newest unit, so nothing leaves early.</description></item>
/// <item><term>c</term><description>Concurrency: a hash of "count until" for each node, forgotten when the node has not said anything
/// for half a minute. a = name of the node, b = what it has to add to its count besides.</description></item>
/// </list>
/// </remarks>
internal static class LimitScript
{
    /// <summary>Milliseconds for which a node's concurrency counts without a sign of life.</summary>
    public const int NodeLeaseMilliseconds = 30_000;

    /// <summary>The script.</summary>
    public static RedisScript Script { get; } = new(
        """
        local mode, now = ARGV[1], tonumber(ARGV[2])
        local out, plan, all, at = {}, {}, true, 3
        local function parts(text)
          local newest, oldest, total = string.match(text, '^(%S+) (%S+) (%S+)$')
          return tonumber(newest), tonumber(oldest), tonumber(total)
        end
        for i, key in ipairs(KEYS) do
          local kind, limit, cost = ARGV[at], tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2])
          local a, b = ARGV[at + 3], ARGV[at + 4]
          at = at + 5
          local want, ok, value, reset, retry = math.max(cost, 1), true, 0, 0, 0
          if kind == 'f' then
            value = tonumber(redis.call('GET', key) or 0)
            ok = value + want <= limit
            plan[i] = {kind, key, cost, a}
          elseif kind == 'b' then
            local unit, burst = tonumber(a), tonumber(b)
            local full = math.max(tonumber(redis.call('GET', key) or 0), now)
            local over = full - now + (want - burst) * unit
            ok = over <= 0
            value = math.ceil(full - now)
            retry = math.min(math.max(0, math.ceil(over)), 4503599627370496)
            plan[i] = {kind, key, cost, full, unit}
          elseif kind == 's' then
            local window, used, base, stretch, seen = tonumber(a), 0, 0, nil, now
            local last = redis.call('LINDEX', key, -1)
            if last then
              stretch = {parts(last)}
              seen = math.max(now, stretch[1])
              local _, _, from = parts(redis.call('LINDEX', key, 0))
              base = from
              local first = redis.call('LINDEX', key, 1)
              while first do
                local newest, _, total = parts(first)
                if newest > seen - window then break end
                redis.call('LPOP', key)
                base = total
                first = redis.call('LINDEX', key, 1)
              end
              used = stretch[3] - base
              reset = used > 0 and stretch[1] + window - seen or 0
            end
            ok = used + want <= limit
            value = used
            if not ok then
              local need, n = used + want - limit, 1
              local entry = redis.call('LINDEX', key, n)
              while entry do
                local newest, _, total = parts(entry)
                if total - base >= need then
                  retry = newest + window - seen
                  break
                end
                n = n + 1
                entry = redis.call('LINDEX', key, n)
              end
            end
            plan[i] = {kind, key, cost, seen, stretch, tonumber(b), base, window}
          else
            local fields, mine = redis.call('HGETALL', key), tonumber(b)
            for n = 1, #fields, 2 do
              local count, til = string.match(fields[n + 1], '^(%S+) (%S+)$')
              if fields[n] == a then
                mine = mine + tonumber(count)
              elseif tonumber(til) < now then
                redis.call('HDEL', key, fields[n])
              else
                value = value + tonumber(count)
              end
            end
            mine = math.max(0, mine)
            value = value + mine
            ok = value + want <= limit
            plan[i] = {kind, key, cost, a, mine}
          end
          all = all and ok
          local o = #out
          out[o + 1], out[o + 2], out[o + 3], out[o + 4] = ok and 1 or 0, value, math.ceil(reset), math.ceil(retry)
        end
        if mode == 'p' then return out end
        local books = mode == 'c' or all
        for _, p in ipairs(plan) do
          local kind, key, cost = p[1], p[2], p[3]
          if kind == 'c' then
            local count = p[5] + (books and cost or 0)
            if count > 0 then
              redis.call('HSET', key, p[4], string.format('%d %d', count, now + 30000000))
              redis.call('PEXPIRE', key, 60000)
            else
              redis.call('HDEL', key, p[4])
            end
          elseif books and cost ~= 0 then
            if kind == 'f' then
              local used = redis.call('INCRBY', key, string.format('%d', cost))
              if used <= 0 then
                redis.call('DEL', key)
              elseif used == cost then
                redis.call('PEXPIRE', key, p[4])
              end
            elseif kind == 'b' then
              local full = math.min(math.max(now, p[4] + cost * p[5]), now + 4503599627370496)
              redis.call('SET', key, string.format('%.17g', full), 'PX', string.format('%d', math.ceil((full - now) / 1000) + 1000))
            else
              local seen, stretch, grain, base, window = p[4], p[5], p[6], p[7], p[8]
              if not stretch then
                if cost > 0 then
                  redis.call('RPUSH', key, '0 0 0', string.format('%d %d %d', seen, seen, cost))
                end
              elseif cost < 0 then
                local _, _, before = parts(redis.call('LINDEX', key, -2) or '0 0 ' .. base)
                redis.call('LSET', key, -1, string.format('%d %d %d', stretch[1], stretch[2], math.max(before, stretch[3] + cost)))
              elseif stretch[3] > base and seen - stretch[2] < grain then
                redis.call('LSET', key, -1, string.format('%d %d %d', seen, stretch[2], stretch[3] + cost))
              else
                redis.call('RPUSH', key, string.format('%d %d %d', seen, seen, stretch[3] + cost))
              end
              redis.call('PEXPIRE', key, string.format('%d', math.ceil(window / 1000) + 1000))
            end
          end
        end
        return out
        """);
}
