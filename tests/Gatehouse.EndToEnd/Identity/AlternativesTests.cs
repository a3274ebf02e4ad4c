using System.Net;
using System.Text;
using System.Text.Json;
using Gatehouse.EndToEnd.Http2;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;
using Echoed = Gatehouse.TestKit.Origins.Echo;

namespace Gatehouse.EndToEnd.Identity;

/// <summary>
/// Several authentication plugins on a route, as in Kong: all must let the request in, or with <c>anonymous</c> one of them. What
/// clients get, what the origin is told, and what the audit log says of each request.
/// </summary>
public sealed class AlternativesTests
{
    private const string KeyId = "7d2f2a52-0000-4000-8000-000000000001";
    private const string Secret = "0123456789abcdef0123456789abcdef";

    private static readonly string[] Identity =
        ["X-Consumer-ID", "X-Consumer-Custom-ID", "X-Consumer-Username", "X-Credential-Identifier", "X-Anonymous-Consumer"];

    private static readonly string Alice = Basic("alice:alice-pass"), Bob = Basic("bob:bob-pass"), Wrong = Basic("alice:x");
    private static readonly string Token = Jwts.Hs256(Secret, $$"""{"iss":"alice-app","exp":{{Jwts.In(600)}}}""");

    // Jwt comes first, then key-auth, then basic-auth.
    private static readonly Case[] Cases =
    [
        new("/either", "", 200, "guest", null, ""),
        new("/either?apikey=alice-key", "", 200, "alice", KeyId, ""),
        new("/either", Alice, 200, "alice", "alice", ""),
        new("/either", $"Bearer {Token}", 200, "alice", "alice-app", ""),
        new($"/either?jwt={Token}&apikey=bob-key", Bob, 200, "alice", "alice-app", ""),
        new($"/either?jwt={Token}&apikey=wrong", Wrong, 200, "alice", "alice-app", ""),
        new("/either?apikey=alice-key", Wrong, 200, "alice", KeyId, ""),
        new("/either?apikey=alice-key", "Bearer x.y.z", 200, "alice", KeyId, ""),
        new("/either?jwt=opaque", Bob, 200, "bob", "bob", ""),
        new("/either?apikey=wrong", Alice, 200, "alice", "alice", "key-auth:unknown"),
        new("/either?apikey=wrong", Wrong, 200, "guest", null, "basic-auth:wrong_secret key-auth:unknown"),
        new("/either?apikey=a&apikey=b", "", 200, "guest", null, "key-auth:several"),
        new("/either", "Bearer x.y.z", 200, "guest", null, "jwt:malformed"),
        new("/either?apikey=wrong", "Bearer x.y.z", 200, "guest", null, "jwt:malformed key-auth:unknown"),
        new("/both", "", 401, "No API key found in request", "Key", "key-auth:missing"),
        new("/both", Alice, 401, "No API key found in request", "Key", "key-auth:missing"),
        new("/both?apikey=wrong", Alice, 401, "Unauthorized", "Key", "key-auth:unknown"),
        new("/both?apikey=alice-key", "", 401, "Unauthorized", "Basic realm=\"service\"", "basic-auth:missing"),
        new("/both?apikey=alice-key", Wrong, 401, "Unauthorized", "Basic realm=\"service\"", "basic-auth:wrong_secret"),
        new("/both?apikey=alice-key", Alice, 200, "alice", "alice", ""),
        new("/both?apikey=alice-key", Bob, 200, "bob", "bob", ""),
        new("/mixed", "", 401, "No API key found in request", "Key", "key-auth:missing"),
        new("/mixed", $"Bearer {Token}", 401, "No API key found in request", "Key", "key-auth:missing"),
        new("/mixed", "Bearer x.y.z", 401, "No API key found in request", "Key", "jwt:malformed key-auth:missing"),
        new("/mixed?apikey=alice-key", "", 200, "alice", KeyId, ""),
        new("/mixed?apikey=alice-key", "Bearer x.y.z", 200, "alice", KeyId, ""),
        new("/closed", "", 403, "Log in first", null, ""),
        new("/closed?apikey=wrong", "", 403, "Log in first", null, "key-auth:unknown"),
        new("/closed", "Bearer x.y.z", 403, "Log in first", null, "jwt:malformed"),
        new("/closed?apikey=alice-key", "", 200, "alice", KeyId, ""),
    ];

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Request_gets_what_Kong_gives_it_and_no_failure_is_recorded_that_there_was_not(string version)
    {
        await using var origin = EchoOrigin.Start();
        await using var gateway = await StartAsync(origin.Port);
        using var client = Http2Gateway.Client();
        var ids = new string[Cases.Length];
        for (int i = 0; i < Cases.Length; i++)
        {
            ids[i] = await CheckAsync(client, gateway, Cases[i], Version.Parse(version));
        }

        // One loop writes all records, in order: behind the last request's there is none to come.
        string last = await CheckAsync(client, gateway, Cases[14], Version.Parse(version));
        string file = gateway.FileOf("audit.log");
        await Eventually.TrueAsync(
            async () => File.Exists(file) && (await File.ReadAllTextAsync(file)).Contains(last, StringComparison.Ordinal), "the record of the last request");
        var records = (await File.ReadAllLinesAsync(file)).Select(static l => JsonDocument.Parse(l).RootElement)
            .ToLookup(static r => r.GetProperty("request_id").GetString()!, static r => $"{r.GetProperty("plugin").GetString()}:{r.GetProperty("reason").GetString()}");
        Assert.All(Cases.Zip(ids), c => Assert.Equal((c.First.Target, c.First.Records), (c.First.Target, string.Join(' ', records[c.Second].Order(StringComparer.Ordinal)))));
    }

    private static async Task<string> CheckAsync(HttpClient client, GatehouseProcess gateway, Case test, Version version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(gateway.ProxyTls, test.Target)) { Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        foreach (string name in Identity.SelectMany(static n => new[] { n, n.Replace('-', '_') }))
        {
            request.Headers.TryAddWithoutValidation(name, "forged");
        }

        if (test.Authorization.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("Authorization", test.Authorization);
        }

        using var response = await client.SendAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        Assert.Equal((test.Target, test.Status, version), (test.Target, (int)response.StatusCode, response.Version));
        if (response.StatusCode == HttpStatusCode.OK)
        {
            string?[] expected = test.Name switch
            {
                "alice" => ["c0000000-0000-4000-8000-00000000000a", "a-1", "alice", test.Detail, null],
                "bob" => ["c0000000-0000-4000-8000-00000000000b", null, "bob", test.Detail, null],
                _ => ["c0000000-0000-4000-8000-00000000000c", null, "guest", null, "true"],
            };
            var echo = Echoed.Parse(text);
            Assert.Equal(expected, Identity.Select(n => echo.All(n).SingleOrDefault()));
            Assert.DoesNotContain("forged", text, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(test.Name, JsonDocument.Parse(text).RootElement.GetProperty("message").GetString());
            Assert.Equal(test.Detail ?? "", response.Headers.WwwAuthenticate.ToString());
        }

        return response.Headers.GetValues("X-Kong-Request-Id").Single();
    }

    private static string Basic(string login) => "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes(login));

    private static Task<GatehouseProcess> StartAsync(int origin) => GatehouseProcess.StartAsync(new GatehouseOptions
    {
        Node = new Dictionary<string, string> { ["proxy_audit_log"] = "audit.log", ["nginx_worker_processes"] = "1", ["auth_failure_delay"] = "0" },
        Declarative = $$"""
            _format_version: "3.0"
            services:
            - name: echo
              url: http://127.0.0.1:{{origin}}
              routes:
              - name: either
                paths: [/either]
                plugins: [{name: jwt, config: {anonymous: guest} }, {name: key-auth, config: {anonymous: guest} }, {name: basic-auth, config: {anonymous: guest} }]
              - {name: both, paths: [/both], plugins: [{name: key-auth}, {name: basic-auth}]}
              - {name: mixed, paths: [/mixed], plugins: [{name: jwt, config: {anonymous: guest} }, {name: key-auth}]}
              - name: closed
                paths: [/closed]
                plugins: [{name: jwt, config: {anonymous: guest} }, {name: key-auth, config: {anonymous: guest} }]
            plugins:
            - {name: request-termination, route: closed, consumer: guest, config: {status_code: 403, message: Log in first} }
            consumers:
            - id: c0000000-0000-4000-8000-00000000000a
              username: alice
              custom_id: a-1
              keyauth_credentials: [{id: {{KeyId}}, key: alice-key}]
              basicauth_credentials: [{username: alice, password: alice-pass}]
              jwt_secrets: [{key: alice-app, secret: {{Secret}}}]
            - id: c0000000-0000-4000-8000-00000000000b
              username: bob
              keyauth_credentials: [{key: bob-key}]
              basicauth_credentials: [{username: bob, password: bob-pass}]
            - {id: c0000000-0000-4000-8000-00000000000c, username: guest}
            """,
    });

    /// <param name="Target">Path and query.</param>
    /// <param name="Authorization">Value of the field; empty = none.</param>
    /// <param name="Status">Status of the answer.</param>
    /// <param name="Name">User name that the origin is told; of a refusal, its message.</param>
    /// <param name="Detail">Credential that the origin is told; of a refusal, its challenge.</param>
    /// <param name="Records">Audit records, plugin and reason, in alphabetical order.</param>
    private sealed record Case(string Target, string Authorization, int Status, string Name, string? Detail, string Records);
}
