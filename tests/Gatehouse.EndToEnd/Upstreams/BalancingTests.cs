using System.Diagnostics;
using System.Globalization;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.EndToEnd.Upstreams;

public sealed class BalancingTests
{
    private const int Keys = 24;

    private static readonly string Consumers = $$"""
        plugins: [{name: key-auth}]
        consumers: [{{string.Join(", ", Enumerable.Range(0, Keys).Select(k => $$"""{username: "u{{k}}", keyauth_credentials: [{key: "secret-{{k}}"}]}"""))}}]
        """;

    [Theory]
    [InlineData("hash_on: header, hash_on_header: x-user", "/", "X-User: {k}\r\n")]
    [InlineData("hash_on: query_arg, hash_on_query_arg: id", "/?a=1&id={k}", "")]
    [InlineData("hash_on: path", "/{k}", "")]
    [InlineData("hash_on: uri_capture, hash_on_uri_capture: id", "/users/{k}", "")]
    [InlineData("hash_on: cookie, hash_on_cookie: sid", "/", "Cookie: a=b; sid={k}\r\n")]
    [InlineData("hash_on: ip", "/", "X-Real-IP: 10.0.0.{k}\r\n")]
    [InlineData("hash_on: consumer", "/", "apikey: secret-{k}\r\n")]
    [InlineData("hash_on: header, hash_on_header: x-absent, hash_fallback: query_arg, hash_fallback_query_arg: id", "/?id={k}", "")]
    public async Task Same_value_goes_to_the_same_origin_and_others_elsewhere(string rules, string target, string fields)
    {
        await using var origins = BalancedOrigins.Start();
        string document = origins.Document(rules, more: rules.Contains("consumer", StringComparison.Ordinal) ? Consumers : "");
        var options = new GatehouseOptions { Declarative = document, Node = new Dictionary<string, string> { ["trusted_ips"] = "127.0.0.0/8" } };
        int[] first, second;
        await using (var gateway = await GatehouseProcess.StartAsync(options))
        {
            first = await RoundAsync(gateway, target, fields);
            Assert.Equal(first, await RoundAsync(gateway, target, fields));
        }

        // The hash is that of the value: another process gives the same answer.
        await using var other = await GatehouseProcess.StartAsync(options);
        second = await RoundAsync(other, target, fields);

        Assert.Equal(first, second);
        Assert.Equal([0, 1, 2], first.Distinct().Order());
    }

    [Fact]
    public async Task Requests_without_anything_to_hash_are_spread()
    {
        await using var origins = BalancedOrigins.Start();
        await using var gateway = await GatehouseProcess.StartAsync(new GatehouseOptions { Declarative = origins.Document("hash_on: header, hash_on_header: x-user") });

        Assert.Equal([0, 1, 2], (await RoundAsync(gateway, "/", "")).Distinct().Order());
    }

    [Fact]
    public async Task Missing_hash_cookie_is_made_and_keeps_the_client_at_its_origin()
    {
        await using var origins = BalancedOrigins.Start();
        await using var gateway = await GatehouseProcess.StartAsync(new GatehouseOptions { Declarative = origins.Document("hash_on: cookie, hash_on_cookie: sid, hash_on_cookie_path: /app") });

        var answer = await BalancedOrigins.SendAsync(gateway);
        string cookie = answer.Header("Set-Cookie")!;
        Assert.Matches("^sid=[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}; Path=/app; SameSite=Lax; HttpOnly$", cookie);

        for (int i = 0; i < 5; i++)
        {
            var again = await BalancedOrigins.SendAsync(gateway, "/", $"Cookie: {cookie.Split(';')[0]}\r\n");
            Assert.Equal(answer.Header("X-Origin"), again.Header("X-Origin"));
            Assert.Null(again.Header("Set-Cookie"));
        }
    }

    [Fact]
    public async Task Sticky_client_stays_while_its_origin_drains_and_moves_when_it_is_gone()
    {
        const string Rules = "algorithm: sticky-sessions, sticky_sessions_cookie: at";
        await using var origins = BalancedOrigins.Start();
        await using var gateway = await GatehouseProcess.StartAsync(new GatehouseOptions { Declarative = origins.Document(Rules) });
        var answer = await BalancedOrigins.SendAsync(gateway);
        string cookie = answer.Header("Set-Cookie")!;
        int mine = int.Parse(answer.Header("X-Origin")!, CultureInfo.InvariantCulture);
        Assert.Matches("^at=[0-9a-f]{32}; Path=/; SameSite=Lax; HttpOnly$", cookie);
        string fields = $"Cookie: {cookie.Split(';')[0]}\r\n";
        for (int i = 0; i < 6; i++)
        {
            Assert.Equal(mine, await BalancedOrigins.OriginOfAsync(gateway, "/", fields));
        }

        gateway.WriteDeclarative(origins.Document(Rules, [.. Enumerable.Range(0, 3).Select(i => (int?)(i == mine ? 0 : 100))]));
        await Eventually.TrueAsync(async () => !(await RoundAsync(gateway, "/", "")).Contains(mine), "the drained origin to get no new clients");
        Assert.Equal(mine, await BalancedOrigins.OriginOfAsync(gateway, "/", fields));

        gateway.WriteDeclarative(origins.Document(Rules, [.. Enumerable.Range(0, 3).Select(i => i == mine ? (int?)null : 100)]));
        await Eventually.TrueAsync(async () => await BalancedOrigins.OriginOfAsync(gateway, "/", fields) != mine, "the client to move");
        Assert.StartsWith("at=", (await BalancedOrigins.SendAsync(gateway, "/", fields)).Header("Set-Cookie"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Least_connections_goes_round_an_origin_that_stands_still()
    {
        var held = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        Task Hold()
        {
            held.TrySetResult();
            return release.Task;
        }

        await using var origins = new BalancedOrigins(BalancedOrigins.Answering(0, Hold), BalancedOrigins.Answering(1), BalancedOrigins.Answering(2));
        await using var gateway = await GatehouseProcess.StartAsync(new GatehouseOptions { Declarative = origins.Document("algorithm: least-connections") });
        List<Task<int>> all = [];

        // Until one is held: the origins take turns while nobody is busy.
        await Eventually.TrueAsync(async () =>
        {
            var one = BalancedOrigins.OriginOfAsync(gateway);
            all.Add(one);
            await Task.WhenAny(one, held.Task);
            return held.Task.IsCompleted;
        }, "a request to be held");

        int[] others = await RoundAsync(gateway, "/", "");
        release.SetResult();

        Assert.DoesNotContain(0, others);
        Assert.Equal(0, await all[^1]);
    }

    [Fact]
    public async Task Latency_prefers_the_fast_origin()
    {
        await using var origins = new BalancedOrigins(BalancedOrigins.Answering(0, Slowly), BalancedOrigins.Answering(1));
        await using var gateway = await GatehouseProcess.StartAsync(new GatehouseOptions { Declarative = origins.Document("algorithm: latency") });

        int[] hits = [.. await RoundAsync(gateway, "/", ""), .. await RoundAsync(gateway, "/", ""), .. await RoundAsync(gateway, "/", "")];

        static async Task Slowly()
        {
            long start = Stopwatch.GetTimestamp();
            await Eventually.TrueAsync(() => Stopwatch.GetElapsedTime(start).TotalMilliseconds > 150, "150 ms to pass");
        }

        // Once to measure it, and in one of some hundred draws that find only one of the two.
        Assert.InRange(hits.Count(h => h == 0), 0, 7);
    }

    [Fact]
    public async Task Target_of_the_own_zone_is_preferred()
    {
        await using var origins = BalancedOrigins.Start();
        string document = origins.Document("algorithm: round-robin").Replace("weight: 100}]", "weight: 100, tags: [\"gatehouse-zone:here\"]}]", StringComparison.Ordinal);
        await using var gateway = await GatehouseProcess.StartAsync(new GatehouseOptions { Declarative = document, Node = new Dictionary<string, string> { ["zone"] = "here" } });

        Assert.All(await RoundAsync(gateway, "/", ""), o => Assert.Equal(2, o));
    }

    private static async Task<int[]> RoundAsync(GatehouseProcess gateway, string target, string fields)
    {
        int[] origins = new int[Keys];
        for (int k = 0; k < Keys; k++)
        {
            string key = k.ToString(CultureInfo.InvariantCulture);
            origins[k] = await BalancedOrigins.OriginOfAsync(
                gateway, target.Replace("{k}", key, StringComparison.Ordinal), fields.Replace("{k}", key, StringComparison.Ordinal));
        }

        return origins;
    }
}
