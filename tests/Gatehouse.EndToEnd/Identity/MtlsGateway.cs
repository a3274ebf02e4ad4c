using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Gatehouse.TestKit.Certificates;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Xunit;

namespace Gatehouse.EndToEnd.Identity;

/// <summary>
/// A gateway with one certificate for all names: <c>open.test</c> needs none of the client, <c>mtls.test</c> and <c>*.mtls.test</c> do,
/// <c>anon.test</c> takes one or an anonymous consumer.
/// </summary>
public sealed class MtlsGateway : IAsyncLifetime, IDisposable
{
    private const string RootId = "aaaaaaaa-0000-4000-8000-000000000001";

    private readonly TemporaryFolder _folder = new();
    private GatehouseProcess? _process;

    public TestAuthority Root { get; } = new("Client root");

    public TestAuthority Other { get; } = new("Client root");

    public ScriptedOrigin Echo { get; } = EchoOrigin.Start();

    public TestAuthority Middle { get; private set; } = null!;

    public TestLeaf Alice { get; private set; } = null!;

    public TestLeaf Revoked { get; private set; } = null!;

    public GatehouseProcess Process => _process!;

    public async Task InitializeAsync()
    {
        Middle = Root.Intermediate("Client middle");
        Alice = Root.Issue(Named("alice"));
        Revoked = Root.Issue(Named("alice"));
        string list = _folder.Write("root.crl", Root.RevocationList([Revoked]));
        using var server = new TestAuthority("Server root");
        _process = await GatehouseProcess.StartAsync(new GatehouseOptions { Declarative = Document(server.Issue(["*.test"]), list).ToJsonString() });
    }

    public async Task DisposeAsync()
    {
        await Process.DisposeAsync();
        await Echo.DisposeAsync();
    }

    public void Dispose()
    {
        Root.Dispose();
        Other.Dispose();
        Middle.Dispose();
        _folder.Dispose();
    }

    public static LeafRecipe Named(string name) => new() { Subject = new X500DistinguishedName($"CN={name}"), DnsNames = [$"{name}.client.test"] };

    /// <summary>Options of a client that names a server and has a certificate, perhaps with intermediates.</summary>
    public static SslClientAuthenticationOptions Client(string serverName, TestLeaf? leaf, params TestAuthority[] sent) => new()
    {
        TargetHost = serverName,
        ClientCertificateContext = leaf is null ? null : SslStreamCertificateContext.Create(
            leaf.ToCertificate(), new X509Certificate2Collection(sent.Select(s => X509CertificateLoader.LoadCertificate(s.Certificate.RawData)).ToArray()), offline: true),
    };

    /// <summary>An HTTP/2 client of this gateway under a server name.</summary>
    public HttpClient Http2(string serverName, TestLeaf? leaf)
    {
        var ssl = Client(serverName, leaf);
        ssl.RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null;
        return new HttpClient(new SocketsHttpHandler { SslOptions = ssl })
        {
            BaseAddress = new Uri($"https://127.0.0.1:{Process.Ports.ProxyTls}"),
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Timeout = TimeSpan.FromSeconds(20),
        };
    }

    public Task<RawClient> ConnectAsync(string serverName, TestLeaf? leaf, params TestAuthority[] sent)
        => RawClient.ConnectTlsAsync(Process.Ports.ProxyTls, Client(serverName, leaf, sent));

    private JsonObject Document(TestLeaf server, string list) => new()
    {
        ["_format_version"] = "3.0",
        ["certificates"] = new JsonArray(new JsonObject
        {
            ["cert"] = server.CertificatePem,
            ["key"] = server.KeyPem,
            ["snis"] = new JsonArray(new JsonObject { ["name"] = "*.test" }),
        }),
        ["ca_certificates"] = new JsonArray(new JsonObject { ["id"] = RootId, ["cert"] = Root.Pem }),
        ["consumers"] = new JsonArray(new JsonObject { ["username"] = "alice" }, new JsonObject { ["username"] = "guest" }),
        ["services"] = new JsonArray(new JsonObject
        {
            ["name"] = "s",
            ["url"] = $"http://127.0.0.1:{Echo.Port}",
            ["routes"] = new JsonArray(
                Route("open", null, "open.test"),
                Route("mtls", Plugin(list, []), "mtls.test", "*.mtls.test"),
                Route("anon", Plugin(list, new JsonObject { ["anonymous"] = "guest", ["send_ca_dn"] = true }), "anon.test"),
                Route("skip", Plugin(list, new JsonObject { ["skip_consumer_lookup"] = true }), "skip.test")),
        }),
    };

    private static JsonObject Route(string name, JsonObject? plugin, params string[] hosts)
    {
        var route = new JsonObject { ["name"] = name, ["hosts"] = new JsonArray([.. hosts.Select(h => JsonValue.Create(h))]) };
        if (plugin is not null)
        {
            route["plugins"] = new JsonArray(plugin);
        }

        return route;
    }

    private static JsonObject Plugin(string list, JsonObject config)
    {
        config["ca_certificates"] = new JsonArray(RootId);
        config["crl_files"] = new JsonArray(list);
        return new JsonObject { ["name"] = "mtls-auth", ["config"] = config };
    }
}
