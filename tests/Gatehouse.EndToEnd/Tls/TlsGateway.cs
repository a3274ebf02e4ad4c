using System.Net.Security;
using System.Security.Authentication;
using System.Text.Json.Nodes;
using Gatehouse.TestKit.Certificates;
using Gatehouse.TestKit.Processes;
using Xunit;

namespace Gatehouse.EndToEnd.Tls;

/// <summary>A gateway with certificates for names, and origins that speak TLS with a certificate no system trusts.</summary>
public sealed class TlsGateway : IAsyncLifetime, IDisposable
{
    private GatehouseProcess? _process;

    public TestAuthority Authority { get; } = new();

    public TlsOrigin Origin { get; private set; } = null!;

    public GatehouseProcess Process => _process!;

    public async Task InitializeAsync()
    {
        Origin = TlsOrigin.Start(Authority.Issue(["127.0.0.1", "localhost"]));
        _process = await GatehouseProcess.StartAsync(new GatehouseOptions { Declarative = Document().ToJsonString() });
    }

    public async Task DisposeAsync()
    {
        await Process.DisposeAsync();
        await Origin.DisposeAsync();
    }

    public void Dispose() => Authority.Dispose();

    /// <summary>Options of a client that names <paramref name="serverName"/>.</summary>
    public static SslClientAuthenticationOptions Client(string serverName, SslProtocols protocols = SslProtocols.None) => new()
    {
        TargetHost = serverName,
        EnabledSslProtocols = protocols,
    };

    private JsonObject Document()
    {
        const string CaId = "11111111-1111-4111-8111-111111111111";
        const string ClientId = "22222222-2222-4222-8222-222222222222";
        var client = Authority.Issue(["gateway.client.test"]);
        return new JsonObject
        {
            ["_format_version"] = "3.0",
            ["certificates"] = new JsonArray(
                Certificate(null, Authority.Issue(["one.test"]), "one.test"),
                Certificate(null, Authority.Issue(["*.wild.test"], rsa: true), "*.wild.test"),
                Certificate(ClientId, client)),
            ["ca_certificates"] = new JsonArray(new JsonObject { ["id"] = CaId, ["cert"] = Authority.Pem }),
            ["services"] = new JsonArray(
                Service("default", []),
                Service("unverified", new JsonObject { ["tls_verify"] = false }),
                Service("trusted", new JsonObject { ["tls_verify"] = true, ["ca_certificates"] = new JsonArray(CaId) }),
                Service("mutual", new JsonObject { ["tls_verify"] = true, ["ca_certificates"] = new JsonArray(CaId), ["client_certificate"] = ClientId })),
        };
    }

    private JsonObject Service(string name, JsonObject members)
    {
        members["name"] = name;
        members["protocol"] = "https";
        members["host"] = "127.0.0.1";
        members["port"] = Origin.Port;
        members["retries"] = 0;
        members["routes"] = new JsonArray(new JsonObject { ["name"] = name, ["paths"] = new JsonArray("/" + name) });
        return members;
    }

    private static JsonObject Certificate(string? id, TestLeaf leaf, params string[] names)
    {
        var certificate = new JsonObject
        {
            ["cert"] = leaf.CertificatePem,
            ["key"] = leaf.KeyPem,
            ["snis"] = new JsonArray([.. names.Select(n => new JsonObject { ["name"] = n })]),
        };
        if (id is not null)
        {
            certificate["id"] = id;
        }

        return certificate;
    }
}
