using System.Security.Cryptography.X509Certificates;
using Gatehouse.Protocols.Redis;
using Gatehouse.TestKit.Certificates;
using Gatehouse.TestKit.Redis;
using Xunit;

namespace Gatehouse.Protocols.Tests.Redis;

/// <summary>Users, databases and TLS of a real server.</summary>
public class RedisAccessTests
{
    private const string Password = "Zq7-very secret";

    [Theory]
    [InlineData(null, Password, "OK")]
    [InlineData("default", Password, "OK")]
    [InlineData("gate", "its own", "OK")]
    [InlineData(null, "wrong", "WRONGPASS")]
    [InlineData("gate", Password, "WRONGPASS")]
    [InlineData("nobody", Password, "WRONGPASS")]
    public async Task User_and_password_decide(string? user, string password, string expected)
    {
        await using var server = await RedisServer.StartAsync($"requirepass \"{Password}\"", "user gate on \">its own\" ~* +@all");
        using var bench = new RedisBench(server.Port, o => o with { Credential = new RedisCredential(user, password) });
        string answer = await bench.CallAsync("SET", "k", "1");
        Assert.Equal(expected == "OK" ? "OK" : "NotConnected", answer);
        Assert.Equal(expected != "OK", bench.Events[0].EndsWith($"the server answered with {expected}", StringComparison.Ordinal));
        Assert.DoesNotContain(bench.Events, e => e.Contains(password, StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_password_where_one_is_wanted_is_refused()
    {
        await using var server = await RedisServer.StartAsync($"requirepass \"{Password}\"");
        using var bench = new RedisBench(server.Port);
        Assert.Equal("NotConnected", await bench.CallAsync("PING"));
        Assert.EndsWith("the server answered with NOAUTH", bench.Events[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task User_without_rights_is_told_by_the_command()
    {
        await using var server = await RedisServer.StartAsync("user gate on >pw ~own:* +get +set +hello +client|setname");
        using var bench = new RedisBench(server.Port, o => o with { Credential = new RedisCredential("gate", "pw"), ClientName = "g" });
        Assert.Equal("OK", await bench.CallAsync("SET", "own:k", "1"));
        Assert.StartsWith("NOPERM", await bench.CallAsync("SET", "k", "1"), StringComparison.Ordinal);
        Assert.StartsWith("NOPERM", await bench.CallAsync("INCR", "own:k"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Database_is_selected_also_after_a_reconnect()
    {
        await using var server = await RedisServer.StartAsync();
        using var bench = new RedisBench(server.Port, o => o with { Database = 3 });
        Assert.Equal("OK", await bench.CallAsync("SET", "k", "three"));
        Assert.Equal("three", await server.CallAsync("-n", "3", "GET", "k"));
        await server.CallAsync("CLIENT", "KILL", "TYPE", "normal");
        await TestKit.Waiting.Eventually.TrueAsync(() => bench.Client.Statistics.Connects == 2, "a second connection");
        Assert.Equal("three", await bench.CallAsync("GET", "k"));
    }

    [Fact]
    public async Task Database_that_does_not_exist_is_named()
    {
        await using var server = await RedisServer.StartAsync("databases 2");
        using var bench = new RedisBench(server.Port, o => o with { Database = 2 });
        Assert.Equal("NotConnected", await bench.CallAsync("PING"));
        Assert.Contains("database 2 cannot be used", bench.Events[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_of_the_host_is_looked_up()
    {
        await using var server = await RedisServer.StartAsync();
        using var known = new RedisBench(new RedisOptions { EndPoints = [new RedisEndPoint("localhost", server.Port)] });
        Assert.Equal("PONG", await known.CallAsync("PING"));
        using var unknown = new RedisBench(new RedisOptions { EndPoints = [new RedisEndPoint("nowhere.test", server.Port)] });
        Assert.Equal("NotConnected", await unknown.CallAsync("PING"));
        Assert.EndsWith("the name has no address", unknown.Events[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("right", true, null, "PONG")]
    [InlineData("right", true, "redis.test", "PONG")]
    [InlineData("right", true, "other.test", "the certificate is not for the name 'other.test'")]
    [InlineData("wrong", true, null, "the certificate is not signed by a trusted authority")]
    [InlineData("wrong", false, null, "PONG")]
    public async Task Certificate_decides(string trusted, bool verify, string? name, string expected)
    {
        using var right = new TestAuthority();
        using var wrong = new TestAuthority("Another authority");
        await using var server = await RedisServer.StartTlsAsync(right.Issue(["redis.test", "127.0.0.1"]), right.Pem, $"requirepass {Password.Replace(' ', '_')}");
        using var bench = new RedisBench(server.Port, o => o with
        {
            Credential = new RedisCredential(null, Password.Replace(' ', '_')),
            Tls = new RedisTls
            {
                Verify = verify,
                ServerName = name,
                TrustedRoots = new X509Certificate2Collection(X509CertificateLoader.LoadCertificate((trusted == "right" ? right : wrong).Certificate.RawData)),
            },
        });
        string answer = await bench.CallAsync("PING");
        Assert.Contains(expected, answer == "NotConnected" ? bench.Events[0] : answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Thousand_commands_at_once_go_through_TLS()
    {
        using var authority = new TestAuthority();
        await using var server = await RedisServer.StartTlsAsync(authority.Issue(["127.0.0.1"]), authority.Pem);
        using var bench = new RedisBench(server.Port, o => o with { Tls = new RedisTls { Verify = false } });
        string[] answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => bench.CallAsync("INCR", "n")));
        Assert.Equal(Enumerable.Range(1, 1000).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture)).Order(StringComparer.Ordinal), answers.Order(StringComparer.Ordinal));
        Assert.Equal(1, bench.Client.Statistics.Connects);
    }

    [Fact]
    public async Task Plain_server_where_TLS_is_wanted_is_refused_and_the_other_way_round()
    {
        using var authority = new TestAuthority();
        await using var plain = await RedisServer.StartAsync();
        await using var tls = await RedisServer.StartTlsAsync(authority.Issue(["127.0.0.1"]), authority.Pem);
        using var toPlain = new RedisBench(plain.Port, o => o with
        {
            Tls = new RedisTls { Verify = false },
            Limits = new RedisLimits { ConnectTimeoutMilliseconds = 300 },
        });
        using var toTls = new RedisBench(tls.Port);
        Assert.Equal("NotConnected", await toPlain.CallAsync("PING"));
        Assert.Equal("NotConnected", await toTls.CallAsync("PING"));
    }

    [Fact]
    public void Credential_is_shown_nowhere()
    {
        var options = new RedisOptions { EndPoints = [new RedisEndPoint("h", 1)], Credential = new RedisCredential("user", Password) };
        Assert.DoesNotContain(Password, options.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Password, $"{options.Credential}", StringComparison.Ordinal);
    }
}
