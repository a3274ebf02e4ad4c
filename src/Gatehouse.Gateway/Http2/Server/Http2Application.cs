using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Http2.Server;

/// <summary>Kestrel's view of the road: no host, no middleware, one method. Contexts are kept by Kestrel's pooled streams.</summary>
internal sealed class Http2Application(IHttp2ExchangeHandler handler, ILogger logger) : IHttpApplication<Http2Downstream>
{
    public Http2Downstream CreateContext(IFeatureCollection contextFeatures)
    {
        Http2Downstream downstream;
        if (contextFeatures is IHostContextContainer<Http2Downstream> container)
        {
            downstream = container.HostContext ??= new Http2Downstream();
        }
        else
        {
            downstream = new Http2Downstream();
        }

        downstream.Begin(contextFeatures);
        return downstream;
    }

    public Task ProcessRequestAsync(Http2Downstream context)
    {
        // The stream is scheduled on the pool; the exchange belongs to the loop of its connection.
        var run = new Run(this, context);
        context.Loop.Post(static state => _ = ((Run)state!).ServeAsync(), run);
        return run.Task;
    }

    public void DisposeContext(Http2Downstream context, Exception? exception) => context.End();

    private async Task ServeAsync(Http2Downstream downstream)
    {
        try
        {
            await handler.HandleAsync(downstream);
        }
        catch (Exception e)
        {
            Http2Log.ExchangeThrew(logger, e);
        }

        if (!downstream.IsComplete)
        {
            downstream.Abort();
        }
    }

    private sealed class Run(Http2Application application, Http2Downstream downstream)
        : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public async Task ServeAsync()
        {
            await application.ServeAsync(downstream);
            SetResult();
        }
    }
}
