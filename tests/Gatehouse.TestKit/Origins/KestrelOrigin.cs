using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gatehouse.TestKit.Origins;

/// <summary>
/// What raw sockets are too low for: WebSocket echo at /ws on the HTTP/1.1 port, and on the h2c port (prior knowledge) an echo
/// of the request body that ends with the trailers of a gRPC answer. A path that ends in /Hang is never answered.
/// </summary>
public sealed class KestrelOrigin : IAsyncDisposable
{
    private readonly WebApplication _application;
    private int _hanging;

    private KestrelOrigin(WebApplication application, int http1Port, int http2Port)
    {
        _application = application;
        Http1Port = http1Port;
        Http2Port = http2Port;
    }

    public int Http1Port { get; }

    public int Http2Port { get; }

    /// <summary>Requests to <c>…/Hang</c> that wait for an answer they never get.</summary>
    public int Hanging => Volatile.Read(ref _hanging);

    public static async Task<KestrelOrigin> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        var application = builder.Build();
        application.UseWebSockets();
        KestrelOrigin? origin = null;
        application.Run(context => origin!.AnswerAsync(context));
        await application.StartAsync();
        // Addresses come in the order the listeners were declared.
        var ports = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(a => new Uri(a).Port).ToArray();
        return origin = new KestrelOrigin(application, ports[0], ports[1]);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private Task AnswerAsync(HttpContext context) =>
        context.WebSockets.IsWebSocketRequest ? EchoFramesAsync(context)
        : context.Request.Path.Value!.EndsWith("/Hang", StringComparison.Ordinal) ? HangAsync(context)
        : EchoBodyAsync(context);

    private async Task HangAsync(HttpContext context)
    {
        Interlocked.Increment(ref _hanging);
        await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Interlocked.Decrement(ref _hanging);
    }

    private static async Task EchoFramesAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var frame = await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted);
            if (frame.MessageType == System.Net.WebSockets.WebSocketMessageType.Close)
            {
                await socket.CloseAsync(socket.CloseStatus ?? System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, socket.CloseStatusDescription, context.RequestAborted);
                return;
            }

            await socket.SendAsync(buffer.AsMemory(0, frame.Count), frame.MessageType, frame.EndOfMessage, context.RequestAborted);
        }
    }

    private static async Task EchoBodyAsync(HttpContext context)
    {
        context.Response.ContentType = context.Request.ContentType ?? "application/octet-stream";
        context.Response.Headers["x-method"] = context.Request.Method;
        context.Response.Headers["x-protocol"] = context.Request.Protocol;
        if (context.Response.SupportsTrailers())
        {
            context.Response.DeclareTrailer("grpc-status");
        }

        // Each piece goes back at once: bidirectional streaming, as gRPC needs it.
        var buffer = new byte[16 * 1024];
        for (int read; (read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0;)
        {
            await context.Response.Body.WriteAsync(buffer.AsMemory(0, read), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }

        if (context.Response.SupportsTrailers())
        {
            context.Response.AppendTrailer("grpc-status", "0");
            context.Response.AppendTrailer("grpc-message", "");
        }
    }
}
