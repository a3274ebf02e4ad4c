using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Control.Listening;

/// <summary>Serves the Admin API and the Status API on their listeners.</summary>
public sealed class ControlServer : IAsyncDisposable
{
    /// <summary>Nobody needs more at a time, and a flood must not take the memory of the gateway.</summary>
    private const int MaxConnections = 1024;

    private static readonly object SiteKey = new();
    private readonly WebApplication _application;

    private ControlServer(WebApplication application) => _application = application;

    /// <summary>The addresses with their real ports, in the order of the listeners.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints { get; private init; } = [];

    /// <summary>
    /// Binds and starts. Throws <see cref="IOException"/> when an address is taken.
    /// </summary>
    /// <param name="listeners">At least one.</param>
    /// <param name="maxBodyBytes">Largest request body, null = no limit.</param>
    /// <param name="loggers">Where the server logs to.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static async Task<ControlServer> StartAsync(
        IReadOnlyList<ControlListener> listeners, long? maxBodyBytes, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(listeners);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, NullLifetime>();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(options => Configure(options, listeners, maxBodyBytes));
        var application = builder.Build();
        application.Run(Dispatch);
        try
        {
            await application.StartAsync(cancellationToken);
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }

        return new ControlServer(application) { EndPoints = Bound(application) };
    }

    /// <summary>Stops accepting and waits for answers in flight, at most until <paramref name="cancellationToken"/> fires.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _application.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static void Configure(KestrelServerOptions options, IReadOnlyList<ControlListener> listeners, long? maxBodyBytes)
    {
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = maxBodyBytes;
        options.Limits.MaxConcurrentConnections = MaxConnections;
        options.Limits.MaxConcurrentUpgradedConnections = 0;
        foreach (var listener in listeners)
        {
            options.Listen(listener.EndPoint, listen =>
            {
                listen.Protocols = listener is { Http2: true, Certificate: not null } ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1;
                if (listener.Certificate is { } certificate)
                {
                    listen.UseHttps(new HttpsConnectionAdapterOptions { ServerCertificate = certificate, SslProtocols = listener.Protocols });
                }

                listen.Use(next => connection =>
                {
                    connection.Items[SiteKey] = listener.Site;
                    return next(connection);
                });
            });
        }
    }

    private static Task Dispatch(HttpContext context)
        => context.Features.GetRequiredFeature<IConnectionItemsFeature>().Items[SiteKey] is ControlSite site
            ? site.HandleAsync(context)
            : Task.CompletedTask;

    private static List<IPEndPoint> Bound(WebApplication application)
    {
        var addresses = application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        return [.. addresses.Select(static address => IPEndPoint.Parse(new Uri(address).Authority))];
    }
}
