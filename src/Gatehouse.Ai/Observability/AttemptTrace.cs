using System.Diagnostics;
using Gatehouse.Ai.Providers;

namespace Gatehouse.Ai.Observability;

/// <summary>An attempt's place in the trace.</summary>
/// <param name="Span">Its span; null = nobody listens.</param>
/// <param name="TraceParent">The field that the vendor gets.</param>
internal sealed record AttemptTrace(Activity? Span, string TraceParent)
{
    /// <summary>The call with the field. Behind the credentials: signatures cover the fields they name only.</summary>
    public VendorRequest Mark(VendorRequest request) => request with { Headers = [.. request.Headers, KeyValuePair.Create("traceparent", TraceParent)] };
}
