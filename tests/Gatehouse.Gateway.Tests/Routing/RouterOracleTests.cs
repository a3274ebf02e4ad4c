using Gatehouse.Core.Configuration;
using Gatehouse.Gateway.Routing;
using Xunit;

namespace Gatehouse.Gateway.Tests.Routing;

/// <summary>The indexed router against the naive one, over random route sets and requests from a small world full of collisions.</summary>
public sealed class RouterOracleTests
{
    private static readonly string[] HostPatterns =
    [
        "a.test", "b.a.test", "c.b.a.test", "*.a.test", "*.test", "*.b.a.test", "a.*", "b.*", "b.a.*", "a.test:8000", "a.test:9000",
        "*.a.test:9000", "*.test:80", "a.*:443",
    ];

    private static readonly string[] PathPatterns =
    [
        "/", "/a", "/a/", "/a/b", "/ab", "/a/b/c", "/b", "~/a", "~/a/\\d+", "~/(a|b)/c$", "~/[^/]+/b", "~/a/b|/b/c", "~/.*", "~/b?/a*",
    ];

    private static readonly string[] Values = ["1", "2", "~*^v\\d", "~*[12]$", "~*\\D"];
    private static readonly string[] Names = ["a.test", "b.a.test", "*.a.test", "a.*"];
    private static readonly string[] SentHosts =
    [
        "a.test", "A.TEST", "b.a.test", "c.b.a.test", "x.test", "a.b", "a.test:9000", "b.a.test:9000", "a.test:80", "a.b:443", "none",
    ];

    private static readonly string[] SentPaths =
    [
        "/", "/a", "/a/", "/a/b", "/a/b/c", "/a/17", "/ab", "/abc", "/b", "/b/c", "/b/c/d", "/a/c", "/x/b", "/x", "/b/aa",
    ];

    [Theory]
    [InlineData(1, false, 5)]
    [InlineData(2, false, 40)]
    [InlineData(3, false, 200)]
    [InlineData(4, true, 5)]
    [InlineData(5, true, 40)]
    [InlineData(6, true, 200)]
    public void Router_agrees_with_the_naive_one(int seed, bool isOld, int size)
    {
        var random = new Random(seed);
        for (int set = 0; set < 4_000 / (size + 10); set++)
        {
            RouteConfig[] routes = [.. Enumerable.Range(1, random.Next(1, size + 1)).Select(i => RandomRoute(random, i))];
            var router = Requests.Router(isOld ? RouterFlavor.Traditional : RouterFlavor.TraditionalCompatible, routes);
            for (int i = 0; i < 40; i++)
            {
                var request = RandomRequest(random);
                var (name, length) = NaiveRouter.Match(routes, request, isOld);
                var match = router.Match(request);
                Assert.True(
                    name == match.Route?.Config.Name && length == match.PrefixLength,
                    $"set {set}, {request}: expected {name} ({length}), got {match.Route?.Config.Name} ({match.PrefixLength})");
            }
        }
    }

    private static RouteConfig RandomRoute(Random random, int number)
    {
        var route = Requests.Route($"r{number}", random.Next(1, 1 << 30)) with
        {
            CreatedAt = random.Next(3),
            RegexPriority = random.Next(-1, 3),
            Hosts = Some(random, HostPatterns),
            Paths = Some(random, PathPatterns),
            Methods = random.Next(4) == 0 ? Some(random, ["GET", "POST", "PURGE"]) : null,
            Snis = random.Next(5) == 0 ? Some(random, Names) : null,
            Headers = random.Next(3) == 0 ? RandomHeaders(random) : null,
        };
        return route.Hosts is null && route.Methods is null && route.Snis is null && route.Headers is null && route.Paths is null
            ? route with { Paths = ["/"] }
            : route;
    }

    private static Dictionary<string, IReadOnlyList<string>> RandomHeaders(Random random)
    {
        var headers = new Dictionary<string, IReadOnlyList<string>> { ["x-v"] = Some(random, Values) ?? ["1"] };
        if (random.Next(2) == 0)
        {
            headers["x-w"] = Some(random, Values) ?? ["2"];
        }

        return headers;
    }

    private static TestRequest RandomRequest(Random random)
    {
        bool isTls = random.Next(2) == 0;
        var request = new TestRequest(Pick(random, SentHosts), Pick(random, SentPaths))
        {
            Method = Pick(random, ["GET", "POST", "PURGE", "get"]),
            IsTls = isTls,
            ServerName = isTls ? Pick(random, ["", "a.test", "B.a.test", "x.test"]) : "",
        };
        for (int i = random.Next(4); i > 0; i--)
        {
            request.With(Pick(random, ["X-V", "x-w", "x-z"]), Pick(random, ["1", "2", "V3", "a"]));
        }

        return request;
    }

    private static string Pick(Random random, string[] all) => all[random.Next(all.Length)];

    private static string[]? Some(Random random, string[] all)
    {
        int count = random.Next(4);
        return count == 0 ? null : [.. Enumerable.Range(0, count).Select(_ => Pick(random, all)).Distinct()];
    }
}
