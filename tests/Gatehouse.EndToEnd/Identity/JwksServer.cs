using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gatehouse.EndToEnd.Identity;

/// <summary>An issuer's key set on a real HTTP server, Kestrel; the test rotates its keys, and makes it answer what no issuer should.</summary>
internal sealed class JwksServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentDictionary<string, ECDsa> _keys = new();
    private volatile Func<HttpContext, Task> _answer;
    private int _fetches;

    private JwksServer(WebApplication application)
    {
        _application = application;
        _answer = Answer("");
    }

    /// <summary>Where the keys are.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>Requests so far, to any path.</summary>
    public int Fetches => Volatile.Read(ref _fetches);

    /// <summary>Starts it with these keys published.</summary>
    public static async Task<JwksServer> StartAsync(params string[] keyIds)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = new JwksServer(builder.Build());
        server.Publish(keyIds);
        server._application.Run(context =>
        {
            Interlocked.Increment(ref server._fetches);
            return server._answer(context);
        });
        await server._application.StartAsync();
        string address = server._application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        server.Url = new Uri(new Uri(address), "/jwks");
        return server;
    }

    /// <summary>Publishes keys of these ids; made when they are new.</summary>
    public void Publish(params string[] keyIds) => _answer = Answer($$"""{"keys":[{{string.Join(',', keyIds.Select(id => Jwts.Jwk(Key(id), id)))}}]}""");

    /// <summary>Answers so from now on, on every path but <c>/elsewhere</c>, where the keys are.</summary>
    public void Misbehave(int status, string body, string? location = null)
    {
        var good = _answer;
        _answer = context =>
        {
            if (context.Request.Path == "/elsewhere")
            {
                return good(context);
            }

            context.Response.StatusCode = status;
            context.Response.Headers.Location = location;
            return context.Response.WriteAsync(body);
        };
    }

    /// <summary>A token of a key, published or not.</summary>
    public string Token(string keyId, string subject = "joe") => Jwts.Es256(Key(keyId), keyId, $$"""{"iss":"https://idp.test","sub":"{{subject}}","exp":{{Jwts.In(600)}}}""");

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        foreach (var key in _keys.Values)
        {
            key.Dispose();
        }
    }

    private static Func<HttpContext, Task> Answer(string json) => context =>
    {
        context.Response.ContentType = "application/jwk-set+json";
        return context.Response.WriteAsync(json);
    };

    private ECDsa Key(string id) => _keys.GetOrAdd(id, static _ => ECDsa.Create(ECCurve.NamedCurves.nistP256));
}
