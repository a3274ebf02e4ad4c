using Gatehouse.Protocols.Jose.Json;

namespace Gatehouse.Protocols.Jose;

/// <summary>
/// Seconds since 1970 (RFC 7519 §2), perhaps with a fraction: a JSON number, never a string. From 0 to the last second of 9999;
/// fractions count to the millisecond, and less is cut off.
/// </summary>
internal static class NumericDate
{
    private const double Last = 253_402_300_799;

    public static JoseError TryRead(JsonValue value, out long? milliseconds)
    {
        milliseconds = null;
        if (!value.TryGetDouble(out double seconds))
        {
            return JoseError.ClaimType;
        }

        if (seconds is < 0 or > Last)
        {
            return JoseError.ClaimTimeRange;
        }

        milliseconds = (long)Math.Floor(seconds * 1000);
        return JoseError.None;
    }
}
