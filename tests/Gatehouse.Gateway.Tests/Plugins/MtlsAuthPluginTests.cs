using System.Security.Cryptography.X509Certificates;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Configuration.Identity;
using Gatehouse.Core.Diagnostics;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Tests.Exchanges;
using Gatehouse.TestKit.Certificates;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Time;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins;

public sealed class MtlsAuthPluginTests : IDisposable
{
    private const string RootId = "aaaaaaaa-0000-4000-8000-000000000001";
    private const string MiddleId = "aaaaaaaa-0000-4000-8000-000000000002";
    private const string BobId = "bbbbbbbb-0000-4000-8000-000000000001";
    private const string EveId = "bbbbbbbb-0000-4000-8000-000000000002";
    private const string GuestId = "bbbbbbbb-0000-4000-8000-000000000003";

    private readonly TestAuthority _root = new("Root"), _other = new("Other");
    private readonly TestAuthority _middle;
    private readonly FakeClock _clock = new(TimeProvider.System.GetUtcNow());
    private readonly TemporaryFolder _folder = new();
    private readonly PluginBench _bench;

    public MtlsAuthPluginTests()
    {
        _middle = _root.Intermediate("Middle");
        _bench = new PluginBench(time: _clock, config: ConfigSet.Empty with
        {
            Consumers =
            [
                new ConsumerConfig { Id = BobId, Username = "bob", CustomId = "b-1" },
                new ConsumerConfig { Id = EveId, Username = "eve" },
                new ConsumerConfig { Id = GuestId, Username = "guest" },
            ],
            CaCertificates = [Authority(RootId, _root), Authority(MiddleId, _middle)],
            MtlsAuthCredentials =
            [
                Credential("m1", BobId, "bob.client.test", null),
                Credential("m2", EveId, "shared.test", MiddleId),
                Credential("m3", BobId, "shared.test", null),
            ],
        });
    }

    public void Dispose()
    {
        _bench.Dispose();
        _folder.Dispose();
        _root.Dispose();
        _other.Dispose();
        _middle.Dispose();
    }

    // Names of the certificate: DNS names, then the common name behind the slash.
    [Theory]
    [InlineData("", "bob.client.test/x", "bob", "m1")]
    [InlineData("", "/bob.client.test", "bob", "m1")]
    [InlineData("", "eve,bob.client.test/x", "bob", "m1")]
    [InlineData("", "/eve", "eve", null)]
    [InlineData("", "/b-1", "bob", null)]
    [InlineData("", "eve/bob", "eve", null)]
    [InlineData("", "/Eve", null, null)]
    [InlineData("", "/nobody", null, null)]
    [InlineData(""","consumer_by":["username"]""", "/b-1", null, null)]
    [InlineData(""","consumer_by":["custom_id"]""", "/eve", null, null)]
    [InlineData(""","consumer_by":[]""", "/eve", null, null)]
    [InlineData(""","consumer_by":[]""", "/bob.client.test", "bob", "m1")]
    [InlineData(""","default_consumer":"guest" """, "/nobody", "guest", null)]
    [InlineData(""","default_consumer":"guest" """, "/eve", "eve", null)]
    [InlineData("", "shared.test/x", "bob", "m3")]
    public async Task Authenticate_name_stands_for(string more, string names, string? username, string? credential)
    {
        var exchange = Exchange(_root, names);
        await Build(more).AccessAsync(exchange);

        Assert.Equal(username, exchange.Consumer?.Username);
        Assert.Equal(username, exchange.RequestHeader("X-Consumer-Username"));
        Assert.Equal(username is null ? (401, "TLS certificate failed verification") : (0, null), (exchange.Answer.Status, exchange.Answer.Message));
        if (username is not null)
        {
            Assert.Equal(credential ?? Fingerprint(exchange), exchange.Credential!.Id);
            Assert.Equal(credential is null ? "mtls-auth" : "mtls_auth_credentials", exchange.Credential.Kind);
        }
    }

    [Fact]
    public async Task Authenticate_credential_of_a_ca_in_the_chain_goes_first()
    {
        var exchange = Exchange(_middle, "shared.test/x", _middle);
        await Build().AccessAsync(exchange);
        Assert.Equal("m3", exchange.Credential?.Id);

        var both = Exchange(_middle, "shared.test/x", _middle);
        await Build(authorities: $"\"{RootId}\",\"{MiddleId}\"").AccessAsync(both);
        Assert.Equal("m2", both.Credential?.Id);
    }

    [Fact]
    public async Task Authenticate_without_certificate_is_refused()
    {
        var exchange = new FakeExchange().OverTls("api.test", null);
        await Build().AccessAsync(exchange);
        Assert.Equal((401, "No required TLS certificate was sent"), (exchange.Answer.Status, exchange.Answer.Message));

        var plain = new FakeExchange();
        await Build().AccessAsync(plain);
        Assert.Equal((401, "No required TLS certificate was sent"), (plain.Answer.Status, plain.Answer.Message));
    }

    [Theory]
    [InlineData("api.test", "api.test", true)]
    [InlineData("api.test", "API.test:8443", true)]
    [InlineData("api.test", "api.test.", true)]
    [InlineData("api.test", "api.test..:443", true)]
    [InlineData("other.test", "api.test", false)]
    [InlineData("a.api.test", "b.api.test", false)]
    [InlineData("api.test", "api.test.evil.test", false)]
    [InlineData("", "api.test", false)]
    [InlineData("", "192.0.2.1:8443", true)]
    [InlineData("", "[2001:db8::1]:8443", true)]
    [InlineData("api.test", "192.0.2.1", false)]
    [InlineData("", "", false)]
    public async Task Authenticate_over_a_connection_for_another_name_is_misdirected(string serverName, string host, bool isRight)
    {
        var exchange = Exchange(_root, "/eve");
        exchange.OverTls(serverName, exchange.Connection.ClientCertificate);
        exchange.Request.SetAuthority(System.Text.Encoding.ASCII.GetBytes(host));

        await Build(""","anonymous":"guest" """).AccessAsync(exchange);

        Assert.Equal(isRight ? (0, RejectionReason.None) : (421, RejectionReason.MisdirectedRequest), (exchange.Answer.Status, exchange.Rejection));
        Assert.Equal(isRight ? "eve" : null, exchange.Consumer?.Username);
    }

    [Theory]
    [InlineData("""{"skip_consumer_lookup":true}""", "CN=eve", "eve")]
    [InlineData("""{"skip_consumer_lookup":true,"authenticated_group_by":"DN"}""", "CN=eve", "CN=eve")]
    public async Task Authenticate_without_consumer_look_up_tells_the_upstream_the_names(string config, string dn, string group)
    {
        var exchange = Exchange(_root, "a.test,b.test/eve").With("X-Client-Cert-Dn", "forged").With("X-Client-Cert-San", "forged");
        await Build("," + config[1..^1]).AccessAsync(exchange);

        Assert.Null(exchange.Consumer);
        Assert.Equal([group], exchange.AuthenticatedGroups);
        Assert.Equal((dn, "a.test, b.test"), (exchange.RequestHeader("X-Client-Cert-Dn"), exchange.RequestHeader("X-Client-Cert-San")));
        Assert.Equal(Fingerprint(exchange), exchange.RequestHeader("X-Credential-Identifier"));
    }

    [Fact]
    public async Task Authenticate_with_consumer_look_up_clears_the_names()
    {
        var exchange = Exchange(_root, "/eve").With("X-Client-Cert-Dn", "forged").With("X-Client-Cert-San", "forged");
        await Build().AccessAsync(exchange);
        Assert.Equal((null, null, "eve"), (exchange.RequestHeader("X-Client-Cert-Dn"), exchange.RequestHeader("X-Client-Cert-San"), exchange.Consumer?.Username));
    }

    [Fact]
    public async Task Authenticate_certificate_nobody_trusts_is_the_anonymous_consumer_where_there_is_one()
    {
        var exchange = Exchange(_other, "/eve");
        await Build(""","anonymous":"guest" """).AccessAsync(exchange);
        Assert.Equal(("guest", "true"), (exchange.Consumer?.Username, exchange.RequestHeader("X-Anonymous-Consumer")));
    }

    [Fact]
    public async Task Authenticate_expired_list_refuses_also_where_there_is_an_anonymous_consumer()
    {
        string file = _folder.Write("root.crl", _root.RevocationList([], _clock.GetUtcNow().AddMinutes(5)));
        await using var plugin = Build($$""","anonymous":"guest","crl_files":["{{file}}"]""");
        var exchange = Exchange(_root, "/eve");
        await plugin.AccessAsync(exchange);
        Assert.Equal("eve", exchange.Consumer?.Username);

        _clock.Advance(TimeSpan.FromMinutes(6));
        var later = new FakeExchange().OverTls("api.test", exchange.Connection.ClientCertificate);
        await plugin.AccessAsync(later);
        Assert.Equal((401, null), (later.Answer.Status, later.Consumer?.Username));
    }

    [Fact]
    public async Task Authenticate_revocation_counts_for_connections_there_are()
    {
        var leaf = _root.Issue(new LeafRecipe { Subject = new X500DistinguishedName("CN=eve") });
        string file = _folder.Write("root.crl", _root.RevocationList([]));
        await using var plugin = Build($$""","cache_ttl":3600,"crl_files":["{{file}}"]""");
        var exchange = new FakeExchange().OverTls("api.test", Peer(leaf));
        await plugin.AccessAsync(exchange);
        Assert.Equal("eve", exchange.Consumer?.Username);

        _folder.Write("root.crl", _root.RevocationList([leaf]));
        _clock.Advance(TimeSpan.FromMinutes(1));
        var later = new FakeExchange().OverTls("api.test", exchange.Connection.ClientCertificate);
        await plugin.AccessAsync(later);
        Assert.Equal(401, later.Answer.Status);
        Assert.Equal(1, MetricText.Of(_bench.Services.Metrics, "gatehouse_authentication_failures_total{plugin=\"mtls-auth\",reason=\"revoked\"}"));
    }

    [Fact]
    public async Task Authenticate_certificate_that_expires_meanwhile_is_refused()
    {
        var leaf = _root.Issue(new LeafRecipe { Subject = new X500DistinguishedName("CN=eve"), NotAfter = _clock.GetUtcNow().AddMinutes(10) });
        var plugin = Build(""","cache_ttl":3600""");
        var exchange = new FakeExchange().OverTls("api.test", Peer(leaf));
        await plugin.AccessAsync(exchange);
        Assert.Equal("eve", exchange.Consumer?.Username);

        _clock.Advance(TimeSpan.FromMinutes(11));
        var later = new FakeExchange().OverTls("api.test", exchange.Connection.ClientCertificate);
        await plugin.AccessAsync(later);
        Assert.Equal(401, later.Answer.Status);
    }

    [Fact]
    public async Task Authenticate_second_request_of_a_connection_allocates_nothing()
    {
        var plugin = Build();
        var exchange = Exchange(_root, "/bob.client.test");
        await plugin.AccessAsync(exchange);

        byte[] target = "/"u8.ToArray();
        Run(100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(1_000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Run(int requests)
        {
            for (int i = 0; i < requests; i++)
            {
                exchange.Begin(target);
                exchange.Request.SetAuthority("api.test"u8);
                Assert.True(plugin.AccessAsync(exchange).IsCompletedSuccessfully);
            }
        }
    }

    [Theory]
    [InlineData("""{"ca_certificates":["aaaaaaaa-0000-4000-8000-00000000000f"]}""", "config.ca_certificates: CA certificate aaaaaaaa-0000-4000-8000-00000000000f does not exist")]
    [InlineData($$"""{"ca_certificates":["{{RootId}}"],"default_consumer":"nobody"}""", "config.default_consumer: consumer nobody does not exist")]
    public void Build_refuses(string config, string message)
        => Assert.Equal(message, Assert.Throws<PluginBuildException>(() => _bench.Build("mtls-auth", config)).Message);

    [Theory]
    [InlineData("""{"revocation_check_mode":"SKIP","crl_files":["x"]}""", "@entity: revocation_check_mode SKIP does not read crl_files")]
    [InlineData("""{"revocation_check_mode":"STRICT"}""", "@entity: revocation_check_mode STRICT needs crl_files")]
    [InlineData("""{"fingerprints":["ab:cd"]}""", "fingerprints: not a SHA-256 fingerprint: 64 hexadecimal digits")]
    [InlineData("""{"revocation_check_mode":"STRICT","crl_files":["x"]}""")]
    public void Schema_says(string config, params string[] errors) => Assert.Equal(errors, _bench.Check("mtls-auth", config));

    private Plugin Build(string more = "", string authorities = $"\"{RootId}\"") => _bench.Build("mtls-auth", $$"""{"ca_certificates":[{{authorities}}]{{more}}}""");

    private static FakeExchange Exchange(TestAuthority issuer, string names, params TestAuthority[] sent)
    {
        string[] parts = names.Split('/');
        var leaf = issuer.Issue(new LeafRecipe
        {
            Subject = new X500DistinguishedName($"CN={parts[1]}"),
            DnsNames = parts[0].Split(',', StringSplitOptions.RemoveEmptyEntries),
        });
        return new FakeExchange().OverTls("api.test", Peer(leaf, sent));
    }

    private static PeerCertificate Peer(TestLeaf leaf, params TestAuthority[] sent)
        => new(X509Certificate2.CreateFromPem(leaf.CertificatePem), [.. sent.Select(s => X509CertificateLoader.LoadCertificate(s.Certificate.RawData))]);

    private static string Fingerprint(FakeExchange exchange)
        => exchange.Connection.ClientCertificate!.Leaf.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256).ToLowerInvariant();

    private static CaCertificateConfig Authority(string id, TestAuthority authority) => new() { Id = id, Cert = authority.Pem, CertDigest = "" };

    private static MtlsAuthCredentialConfig Credential(string id, string consumer, string name, string? authority)
        => new() { Id = id, ConsumerId = consumer, SubjectName = name, CaCertificateId = authority };
}
