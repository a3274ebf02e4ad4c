using Gatehouse.Core.Http;
using Gatehouse.Gateway.Limits;

namespace Gatehouse.Gateway.Plugins.ResponseRateLimiting;

/// <summary>
/// The upstream's field: <c>name=units</c>, comma-separated, in one field or several. What is malformed, negative or of an unknown name
/// is passed over; numbers beyond <see cref="LimitRule.MaxUnits"/> count as that, a fraction as a whole unit, and repeated names add up.
/// </summary>
internal static class ChargeField
{
    private const byte Comma = (byte)',';
    private const byte Equal = (byte)'=';

    /// <summary>Reads what an answer charges.</summary>
    /// <param name="headers">Fields of the answer.</param>
    /// <param name="name">Name of the field.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="units">Units of each limit, 0 when it is not charged; overwritten.</param>
    /// <returns>Whether anything is charged.</returns>
    public static bool TryRead(HeaderMap headers, HeaderName name, ResponseLimit[] limits, Span<long> units)
    {
        units.Clear();
        bool any = false;
        foreach (var field in headers.Values(name))
        {
            var rest = field.Value;
            while (!rest.IsEmpty)
            {
                int end = rest.IndexOf(Comma);
                any |= TryAdd(end < 0 ? rest : rest[..end], limits, units);
                rest = end < 0 ? default : rest[(end + 1)..];
            }
        }

        return any;
    }

    private static bool TryAdd(ReadOnlySpan<byte> charge, ResponseLimit[] limits, Span<long> units)
    {
        int middle = charge.IndexOf(Equal);
        if (middle < 0 || !TryParse(charge[(middle + 1)..].Trim(" \t"u8), out long value) || value == 0)
        {
            return false;
        }

        var name = charge[..middle].Trim(" \t"u8);
        for (int i = 0; i < limits.Length; i++)
        {
            if (limits[i].Name.SequenceEqual(name))
            {
                units[i] = Math.Min(LimitRule.MaxUnits, units[i] + value);
                return true;
            }
        }

        return false;
    }

    /// <summary>Digits, and perhaps a point and digits: nothing else that Lua takes for a number means a charge.</summary>
    private static bool TryParse(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        int point = text.IndexOf((byte)'.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? default : text[(point + 1)..];
        if (whole.IsEmpty || (point >= 0 && fraction.IsEmpty) || whole.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            || fraction.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return false;
        }

        foreach (byte digit in whole)
        {
            value = Math.Min(LimitRule.MaxUnits, (value * 10) + (digit - '0'));
        }

        value = Math.Min(LimitRule.MaxUnits, value + (fraction.ContainsAnyExcept((byte)'0') ? 1 : 0));
        return true;
    }
}
