using System.Security.Cryptography.X509Certificates;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Upstreams.Names;
using Gatehouse.Net.Channels;
using Gatehouse.Net.Http1;
using Gatehouse.Net.Loops;

namespace Gatehouse.Gateway.Outbound.Streams;

/// <summary>
/// HTTP/1.1 calls of plugins on the loop that owns the exchange, for answers that stream: the engine and the idle connections that
/// upstreams have. Offered by <see cref="PluginBuildContext.Services"/> under this type; one per node, over reloads.
/// </summary>
/// <param name="pools">Connections of the loops, by their index; none where nothing is to be reached.</param>
/// <param name="names">Looks names up.</param>
internal sealed class LoopHttpClient(IReadOnlyList<Http1ConnectionPool> pools, NameResolver names)
{
    /// <summary>Roots for endpoints that name none; null = the system's.</summary>
    public X509Certificate2Collection? TrustedRoots { get; init; }

    /// <summary>Longest chain of a certificate; null = no limit.</summary>
    public int? VerifyDepth { get; init; }

    /// <summary>The client of a build; throws <see cref="PluginBuildException"/> when the program offers none.</summary>
    public static LoopHttpClient From(PluginBuildContext context)
        => (LoopHttpClient?)context.Services.GetService(typeof(LoopHttpClient))
            ?? throw new PluginBuildException($"{context.Instance.Name}: the program offers no {nameof(LoopHttpClient)}");

    /// <summary>
    /// Makes an endpoint, to be disposed with the plugin. <paramref name="url"/>: absolute, http or https.
    /// <paramref name="tls"/>: null = the defaults. <paramref name="reach"/>: the operator wrote the URL, so anywhere by default;
    /// <see cref="OutboundReach.SameOrigin"/> leaves out link-local addresses and the metadata services of clouds.
    /// </summary>
    public LoopHttpEndpoint Open(Uri url, LoopHttpTls? tls = null, OutboundReach reach = OutboundReach.Configured)
    {
        if (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp)
        {
            throw new ArgumentException($"'{url.Scheme}' is neither http nor https", nameof(url));
        }

        return new LoopHttpEndpoint(names, url, url.Scheme == Uri.UriSchemeHttps ? SettingsOf(url, tls ?? LoopHttpTls.Default) : null, reach);
    }

    /// <summary>
    /// Makes the call; on a loop's thread, where it completes, and where the answer is read. Every outcome is an answer
    /// (<see cref="LoopHttpResponse.Failure"/>), none an exception; dispose it in any case. <paramref name="cancellation"/>, as a rule
    /// <see cref="Core.Exchanges.Exchange.ClientLeft"/>, ends it until it is disposed, and closes its connection at once.
    /// </summary>
    public ValueTask<LoopHttpResponse> SendAsync(LoopHttpRequest request, CancellationToken cancellation)
    {
        if (Loop.Current is not { } loop || loop.Index >= pools.Count || !ReferenceEquals(pools[loop.Index].Loop, loop))
        {
            throw new InvalidOperationException("Calls are made on the loop that owns the exchange.");
        }

        return new LoopHttpResponse(pools[loop.Index], request).SendAsync(cancellation);
    }

    private TlsClientSettings SettingsOf(Uri url, LoopHttpTls tls) => new()
    {
        ServerName = tls.ServerName ?? url.IdnHost,
        Verify = tls.Verify,
        VerifyDepth = VerifyDepth,
        TrustedRoots = tls.TrustedRoots ?? TrustedRoots,
        ClientCertificate = tls.ClientCertificate,
        ApplicationProtocol = "http/1.1",
    };
}
