using System.Buffers;

namespace Gatehouse.Gateway.Observability;

/// <summary>Reads a W3C <c>traceparent</c> (Trace Context §3.2).</summary>
internal static class TraceParent
{
    private static readonly SearchValues<byte> Hex = SearchValues.Create("0123456789abcdef"u8);

    /// <summary>The 32 digits of the trace id; false when the field is malformed or the id is all zeros.</summary>
    public static bool TryGetTraceId(ReadOnlySpan<byte> value, out ReadOnlySpan<byte> traceId)
    {
        traceId = default;
        if (value.Length < 55 || value[2] != '-' || value[35] != '-' || value[52] != '-')
        {
            return false;
        }

        var version = value[..2];
        var id = value.Slice(3, 32);
        var parent = value.Slice(36, 16);
        if (version.ContainsAnyExcept(Hex) || id.ContainsAnyExcept(Hex) || parent.ContainsAnyExcept(Hex)
            || value.Slice(53, 2).ContainsAnyExcept(Hex)
            || version.SequenceEqual("ff"u8)
            || (version.SequenceEqual("00"u8) ? value.Length != 55 : value.Length > 55 && value[55] != '-')
            || !id.ContainsAnyExcept((byte)'0') || !parent.ContainsAnyExcept((byte)'0'))
        {
            return false;
        }

        traceId = id;
        return true;
    }
}
