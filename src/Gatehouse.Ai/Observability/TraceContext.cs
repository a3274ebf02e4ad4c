using System.Diagnostics;
using System.Text;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Observability;

namespace Gatehouse.Ai.Observability;

/// <summary>Where a request stands in a distributed trace (W3C Trace Context). What the client sent counts only if it is well-formed and there once.</summary>
/// <param name="TraceId">32 hexadecimal digits.</param>
/// <param name="ParentId">16 hexadecimal digits; null = the trace begins here.</param>
/// <param name="IsSampled">Whether who began the trace records it.</param>
internal readonly record struct TraceContext(string TraceId, string? ParentId, bool IsSampled)
{
    private static readonly HeaderName Field = new("traceparent");

    /// <summary>The client's, or a new one.</summary>
    public static TraceContext Of(HeaderMap headers)
        => headers.CountOf(Field) == 1 && headers.TryGet(Field, out var value) && TraceParent.TryGetTraceId(value, out var id)
            ? new TraceContext(Encoding.ASCII.GetString(id), Encoding.ASCII.GetString(value.Slice(36, 16)), (value[54] & 1) == 1)
            : new TraceContext(ActivityTraceId.CreateRandom().ToHexString(), null, IsSampled: false);

    /// <summary>The context for spans of this process; default where the trace begins here.</summary>
    public ActivityContext Remote => ParentId is null
        ? default
        : new ActivityContext(
            ActivityTraceId.CreateFromString(TraceId),
            ActivitySpanId.CreateFromString(ParentId),
            IsSampled ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None,
            isRemote: true);

    /// <summary>The field for a call that no span was made for.</summary>
    public string ForCall() => $"00-{TraceId}-{ActivitySpanId.CreateRandom().ToHexString()}-{(IsSampled ? "01" : "00")}";
}
