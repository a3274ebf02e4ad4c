using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Tests.Upstreams.Health;

/// <summary>A server with the gRPC health service, over h2c or TLS; services are what the test last said, 12 = it has no health service.</summary>
internal sealed class GrpcHealthOrigin : IAsyncDisposable
{
    private readonly WebApplication _application;

    private GrpcHealthOrigin(WebApplication application) => _application = application;

    public int Port => new Uri(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;

    /// <summary>ServingStatus of the services asked for, by name: 1 SERVING, 2 NOT_SERVING.</summary>
    public Dictionary<string, byte> Services { get; } = new() { [""] = 1 };

    public bool HasHealthService { get; set; } = true;

    public static async Task<GrpcHealthOrigin> StartAsync(X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        var application = builder.Build();
        var origin = new GrpcHealthOrigin(application);
        application.Run(origin.AnswerAsync);
        await application.StartAsync();
        return origin;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var response = context.Response;
        response.ContentType = "application/grpc";
        if (!HasHealthService || context.Request.Path != "/grpc.health.v1.Health/Check")
        {
            response.Headers["grpc-status"] = "12";
            return;
        }

        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        byte[] message = body.ToArray()[5..];
        string service = message.Length == 0 ? "" : System.Text.Encoding.UTF8.GetString(message, 2, message[1]);
        if (!Services.TryGetValue(service, out byte status))
        {
            response.Headers["grpc-status"] = "5";
            return;
        }

        await response.Body.WriteAsync(new byte[] { 0, 0, 0, 0, 2, 0x08, status });
        response.AppendTrailer("grpc-status", "0");
    }
}
