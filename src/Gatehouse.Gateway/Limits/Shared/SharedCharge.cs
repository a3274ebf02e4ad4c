using System.Buffers.Binary;
using System.Buffers.Text;
using Gatehouse.Protocols.Redis;
using Gatehouse.Protocols.Redis.Resp;

namespace Gatehouse.Gateway.Limits.Shared;

/// <summary>A charge on its way to the script and back. Key names: <c>gatehouse:limit:{scope}:rule:identity</c>, and of a fixed window its ordinal.</summary>
internal static class SharedCharge
{
    /// <summary>Longest key name, bytes.</summary>
    private const int KeyBytes = 128;

    /// <summary>Parts of a microsecond in which a bucket's interval is written: sums of multiples of 1/64 are exact.</summary>
    private const long IntervalParts = 64;

    /// <summary>Milliseconds that a fixed window's counter is kept beyond its end, for nodes whose time is a little behind.</summary>
    private const long Grace = 2000;

    /// <summary>Greatest number of an answer that is believed, 2^52: 142 years in microseconds, and the nanoseconds are still a long.</summary>
    private const long Greatest = 1L << 52;

    /// <summary>Writes the name of a charge's key.</summary>
    public static void AddKey(RedisCommand command, in LimitCharge charge, long calendar)
    {
        Span<byte> name = stackalloc byte[KeyBytes];
        int length = WriteKey(name, charge.Rule, charge.Key, charge.Rule.Window.OrdinalAt(calendar, out _));
        command.Key(name[..length]);
    }

    /// <summary>Writes what the script must know of a charge, in the order it reads.</summary>
    /// <param name="command">Takes it.</param>
    /// <param name="charge">The charge.</param>
    /// <param name="cost">Units; below 0 gives some back.</param>
    /// <param name="calendar">The shared time, nanoseconds since the Unix epoch.</param>
    /// <param name="field">Name of this node, for concurrency.</param>
    /// <param name="unsaid">What the node has to add to its count of concurrency besides.</param>
    public static void AddArguments(RedisCommand command, in LimitCharge charge, long cost, long calendar, ReadOnlySpan<byte> field, long unsaid)
    {
        var rule = charge.Rule;
        switch (rule.Algorithm)
        {
            case LimitAlgorithm.FixedWindow:
                rule.Window.OrdinalAt(calendar, out long end);
                command.Add("f"u8).Add(rule.Limit).Add(cost).Add(((end - calendar) / 1_000_000) + Grace).Add(0);
                break;
            case LimitAlgorithm.TokenBucket:
                command.Add("b"u8).Add(rule.Limit).Add(cost).Add(UnitOf(rule)).Add(rule.Burst);
                break;
            case LimitAlgorithm.SlidingWindow:
                long window = rule.Window.Nanoseconds / 1000;

                // A log entry for each unit while there are few, as in the node's own store.
                command.Add("s"u8).Add(rule.Limit).Add(cost).Add(window).Add(rule.GroupSize == 1 ? 0 : window / LimitRule.MaxGroups);
                break;
            default:
                command.Add("c"u8).Add(rule.Limit).Add(cost).Add(field).Add(unsaid);
                break;
        }
    }

    /// <summary>Writes what the script said into a charge; false when that is no answer of the script.</summary>
    /// <param name="charge">The charge.</param>
    /// <param name="answer">The whole answer.</param>
    /// <param name="at">Place of the charge.</param>
    /// <param name="booked">Whether the cost of the request is booked.</param>
    /// <param name="calendar">The shared time that was sent.</param>
    public static bool TryRead(ref LimitCharge charge, RespValue answer, int at, bool booked, long calendar)
    {
        if (!answer[(at * 4) + 1].TryGetInteger(out long value)
            || !answer[(at * 4) + 2].TryGetInteger(out long reset)
            || !answer[(at * 4) + 3].TryGetInteger(out long retry)
            || value < 0 || reset < 0 || retry < 0)
        {
            return false;
        }

        value = Math.Min(value, Greatest);
        reset = Math.Min(reset, Greatest);
        retry = Math.Min(retry, Greatest);

        var rule = charge.Rule;
        long cost = booked ? charge.Cost : 0;
        long ordinal = rule.Window.OrdinalAt(calendar, out long end);

        // Of concurrency it is what the node said of itself, and is still needed.
        charge.Booking = rule.Algorithm == LimitAlgorithm.Concurrency ? charge.Booking : ordinal;
        switch (rule.Algorithm)
        {
            case LimitAlgorithm.FixedWindow:
                charge.Remaining = Math.Max(0, rule.Limit - value - cost);
                charge.Reset = end - calendar;
                charge.RetryAfter = charge.IsAdmitted ? 0 : charge.Cost > rule.Limit ? LimitCharge.Never : charge.Reset;
                break;
            case LimitAlgorithm.TokenBucket:
                double unit = UnitOf(rule);
                double full = value + (cost * unit);
                charge.Remaining = (long)Math.Max(0, rule.Burst - Math.Ceiling(full / unit));
                charge.Reset = (long)(full * 1000);
                charge.RetryAfter = charge.IsAdmitted ? 0 : charge.Cost > rule.Burst ? LimitCharge.Never : Math.Max(1, retry) * 1000;
                break;
            case LimitAlgorithm.SlidingWindow:
                charge.Remaining = Math.Max(0, rule.Limit - value - cost);
                charge.Reset = cost > 0 ? rule.Window.Nanoseconds : reset * 1000;
                charge.RetryAfter = charge.IsAdmitted ? 0 : charge.Cost > rule.Limit ? LimitCharge.Never : Math.Max(1, retry) * 1000;
                break;
            default:
                charge.Remaining = Math.Max(0, rule.Limit - value - cost);
                charge.Reset = value + cost > 0 ? LimitCharge.Unknown : 0;
                charge.RetryAfter = charge.IsAdmitted ? 0 : charge.Cost > rule.Limit ? LimitCharge.Never : LimitCharge.Unknown;
                break;
        }

        return true;
    }

    /// <summary>Pattern of the keys of a rule, for SCAN.</summary>
    public static byte[] PatternOf(LimitRule rule)
    {
        Span<byte> name = stackalloc byte[KeyBytes];
        int length = WritePrefix(name, rule);
        name[length++] = (byte)'*';
        return name[..length].ToArray();
    }

    /// <summary>The identity in a key's name; false when it is not one of the rule's.</summary>
    public static bool TryParseKey(ReadOnlySpan<byte> name, LimitRule rule, out UInt128 key)
    {
        Span<byte> prefix = stackalloc byte[KeyBytes];
        prefix = prefix[..WritePrefix(prefix, rule)];
        key = default;
        if (!name.StartsWith(prefix) || name.Length < prefix.Length + 32)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[16];
        if (Convert.FromHexString(name.Slice(prefix.Length, 32), bytes, out _, out int written) != System.Buffers.OperationStatus.Done || written != 16)
        {
            return false;
        }

        key = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return true;
    }

    private static double UnitOf(LimitRule rule) => (double)(((rule.Interval * IntervalParts) + 999) / 1000) / IntervalParts;

    private static int WriteKey(Span<byte> name, LimitRule rule, UInt128 key, long ordinal)
    {
        int length = WritePrefix(name, rule);
        length += WriteHex(name[length..], key);
        if (rule.Algorithm == LimitAlgorithm.FixedWindow)
        {
            name[length++] = (byte)':';
            Utf8Formatter.TryFormat(ordinal, name[length..], out int digits);
            length += digits;
        }

        return length;
    }

    // The part in braces decides about the slot of a cluster: one script needs all keys of a request in one.
    private static int WritePrefix(Span<byte> name, LimitRule rule)
    {
        "gatehouse:limit:{"u8.CopyTo(name);
        int length = 17;
        Utf8Formatter.TryFormat(rule.ScopeTag, name[length..], out int digits, new System.Buffers.StandardFormat('x', 8));
        length += digits;
        "}:"u8.CopyTo(name[length..]);
        length += 2;
        length += WriteHex(name[length..], rule.Salt);
        name[length++] = (byte)':';
        return length;
    }

    private static int WriteHex(Span<byte> name, UInt128 value)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        Convert.TryToHexStringLower(bytes, name, out int written);
        return written;
    }
}
