using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gatehouse.Core.Configuration;
using Gatehouse.Gateway.Listeners;
using Gatehouse.Gateway.Overload;
using Gatehouse.Gateway.Pipeline;
using Gatehouse.Gateway.Plugins;
using Gatehouse.Net.Http1;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gatehouse.Gateway.Tests.Outbound.Streams;

/// <summary>A gateway with one loop whose every request goes through <see cref="RelayPluginFactory"/>.</summary>
internal static class RelayGateway
{
    public static async Task<GatewayRuntime> StartAsync(Uri vendor)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var gateway = new GatewayRuntime(
            new GatewayRuntimeOptions
            {
                Settings = new GatewaySettings(),
                Loops = 1,
                DefaultCertificate = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256)
                    .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200)),
                AccessLog = null,
                NodeId = Guid.Empty,
                Http1 = new Http1ServerLimits { MaxRequestsPerConnection = int.MaxValue },
                UpstreamPool = new Http1PoolLimits { MaxRequests = 0 },
                Guard = new NodeGuardOptions { MaxLag = TimeSpan.Zero },
                Plugins = new BuiltInPlugins(new RelayPluginFactory(vendor)),
            },
            TimeProvider.System,
            NullLoggerFactory.Instance);
        Assert.Empty(await gateway.Target.ApplyAsync(
            new ConfigSet
            {
                Hash = "1".PadLeft(32, '0'),
                Routes = [new RouteConfig { Id = "r", Name = "r", Paths = ["/"] }],
                Plugins = [new PluginConfig { Id = "p", Name = "relay", Config = [] }],
            },
            CancellationToken.None));
        await gateway.StartAsync([new ProxyListenerOptions { EndPoint = new IPEndPoint(IPAddress.Loopback, 0), Http2 = true }], CancellationToken.None);
        return gateway;
    }
}
