using Gatehouse.Control.Listening;
using Gatehouse.Core.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Control.StatusApi;

/// <summary><c>GET /metrics</c>: a scrape in the Prometheus text format.</summary>
internal sealed class MetricsEndpoint(IMetricsExposition metrics)
{
    public ControlEndpoint Endpoint => new() { Path = "/metrics", Get = GetAsync };

    private async Task GetAsync(HttpContext context)
    {
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        metrics.WriteTo(context.Response.BodyWriter);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
