using System.Security.Cryptography.X509Certificates;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Pipeline;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.TestKit.Certificates;
using Xunit;
using CertificateRequests = Gatehouse.Gateway.Snapshots.ClientCertificateRequests;

namespace Gatehouse.Gateway.Tests.Snapshots;

public sealed class ClientCertificateRequestsTests
{
    [Theory]
    [InlineData("snis:a.test,*.wild.test", "a.test", true)]
    [InlineData("snis:a.test,*.wild.test", "A.TEST.", true)]
    [InlineData("snis:a.test,*.wild.test", "x.wild.test", true)]
    [InlineData("snis:a.test,*.wild.test", "b.test", false)]
    [InlineData("snis:a.test,*.wild.test", null, false)]
    [InlineData("snis:a.test.", "a.test", true)]
    [InlineData("hosts:a.test:8443,*.wild.test,left.*", "a.test", true)]
    [InlineData("hosts:a.test:8443,*.wild.test,left.*", "x.wild.test", true)]
    [InlineData("hosts:a.test:8443,*.wild.test,left.*", "left.example", true)]
    [InlineData("hosts:a.test:8443,*.wild.test,left.*", "wild.test", false)]
    [InlineData("hosts:a.test:8443,*.wild.test,left.*", "", false)]
    [InlineData("hosts:192.0.2.1", null, true)]
    [InlineData("hosts:[2001:db8::1]:8443", null, true)]
    [InlineData("hosts:192.0.2.1", "a.test", false)]
    [InlineData("paths:/a", "any.test", true)]
    [InlineData("paths:/a", null, true)]
    public void For_name_under_which_a_route_that_asks_can_be_reached(string route, string? serverName, bool asks)
        => Assert.Equal(asks, CertificateRequests.Build([State(route, new Asking())]).For(serverName) is not null);

    [Fact]
    public void For_routes_without_such_a_plugin_asks_nobody()
        => Assert.Null(CertificateRequests.Build([State("paths:/a", new Silent()), State("snis:a.test")]).For("a.test"));

    [Fact]
    public void For_name_of_routes_with_different_authorities_names_none()
    {
        using var one = new TestAuthority("One");
        using var two = new TestAuthority("Two");
        var requests = CertificateRequests.Build(
            [State("snis:a.test,b.test", new Asking(one.Certificate)), State("snis:b.test,c.test", new Asking(two.Certificate))]);

        Assert.NotSame(ClientCertificateRequest.Unnamed, requests.For("a.test"));
        Assert.Same(ClientCertificateRequest.Unnamed, requests.For("b.test"));
        Assert.NotSame(ClientCertificateRequest.Unnamed, requests.For("c.test"));
    }

    private static RouteState State(string text, params Plugin[] plugins)
    {
        string[] parts = text.Split(':', 2);
        string[] values = parts[1].Split(',');
        var route = new RouteConfig
        {
            Id = text,
            Snis = parts[0] == "snis" ? values : null,
            Hosts = parts[0] == "hosts" ? values : null,
            Paths = parts[0] == "paths" ? values : null,
        };
        var instances = plugins.Select((p, i) => new PluginInstance(new PluginConfig { Id = $"{i}", Name = $"p{i}", Config = [] }, p, Descriptor, i));
        return new RouteState(route, null, new PluginChain([.. instances]));
    }

    private static PluginDescriptor Descriptor { get; } = new()
    {
        Name = "p",
        Priority = 1,
        Phases = PluginPhases.Access,
        Config = Core.Schemas.RecordSchema.Of(),
    };

    private sealed class Asking(params X509Certificate2[] authorities) : Plugin, IClientCertificatePlugin
    {
        public IReadOnlyList<X509Certificate2> NamedAuthorities => authorities;
    }

    private sealed class Silent : Plugin;
}
