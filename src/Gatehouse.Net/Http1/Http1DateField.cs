using System.Globalization;

namespace Gatehouse.Net.Http1;

/// <summary>The Date field (RFC 9110 §6.6.1), formatted once per second and thread instead of once per response.</summary>
internal sealed class Http1DateField(TimeProvider clock)
{
    private const int Prefix = 6;
    private const int Length = Prefix + 29 + 2;

    /// <summary>How long the clock is not asked again, milliseconds of the loop.</summary>
    private const long CheckIntervalMilliseconds = 100;

    [ThreadStatic]
    private static Http1DateField? _current;

    private readonly TimeProvider _clock = clock;
    private readonly byte[] _field = [.. "Date: "u8, .. new byte[29], .. "\r\n"u8];
    private long _checkedAt = -CheckIntervalMilliseconds;
    private long _second;

    /// <summary>The whole field with its CRLF, current at <paramref name="nowMilliseconds"/> of the loop.</summary>
    public static ReadOnlySpan<byte> Get(TimeProvider clock, long nowMilliseconds)
    {
        Http1DateField? field = _current;
        if (field is null || !ReferenceEquals(field._clock, clock))
        {
            _current = field = new Http1DateField(clock);
        }

        if (nowMilliseconds < field._checkedAt || nowMilliseconds - field._checkedAt >= CheckIntervalMilliseconds)
        {
            field.Refresh(nowMilliseconds);
        }

        return field._field.AsSpan(0, Length);
    }

    private void Refresh(long nowMilliseconds)
    {
        _checkedAt = nowMilliseconds;
        DateTimeOffset now = _clock.GetUtcNow();
        long second = now.UtcTicks / TimeSpan.TicksPerSecond;
        if (second != _second)
        {
            _second = second;
            now.TryFormat(_field.AsSpan(Prefix), out _, "r", CultureInfo.InvariantCulture);
        }
    }
}
