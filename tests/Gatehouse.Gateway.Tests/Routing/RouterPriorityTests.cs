using Gatehouse.Core.Configuration;
using Gatehouse.Gateway.Routing;
using Xunit;

namespace Gatehouse.Gateway.Tests.Routing;

/// <summary>Pairs of routes that both match: which one wins in which flavor.</summary>
public sealed class RouterPriorityTests
{
    private static readonly TestRequest Everything = new TestRequest("eu.shop.test:8000", "/a/b/c")
    {
        IsTls = true,
        ServerName = "eu.shop.test",
    }.With("x-v", "1").With("x-w", "2");

    private static readonly Dictionary<string, IReadOnlyList<string>> OneHeader = new() { ["x-v"] = ["1"] };

    private static readonly Dictionary<string, IReadOnlyList<string>> TwoHeaders = new() { ["x-v"] = ["1"], ["x-w"] = ["2"] };

    /// <summary>Name, winner, loser, whether the old flavor agrees.</summary>
    public static TheoryData<string, bool> Pairs => new()
    {
        { "more categories", true },
        { "plain host over wildcard", true },
        { "plain host over one wildcard among plain", true },
        { "plain host over longer path", true },
        { "more headers", true },
        { "more headers over regex", false },
        { "regex over longer prefix", true },
        { "regex priority", true },
        { "longer prefix", true },
        { "methods and path over host", true },
        { "wildcard with port loses to plain host", false },
        { "server name counts as a category", true },
        { "equal categories: method and path against host and path", false },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Better_route_wins_wherever_it_stands(string pair, bool oldFlavorAgrees)
    {
        var (winner, loser) = PairOf(pair);
        foreach (bool isReversed in new[] { false, true })
        {
            var first = winner with { Id = Requests.Id(isReversed ? 2 : 1) };
            var second = loser with { Id = Requests.Id(isReversed ? 1 : 2) };

            Assert.Equal("winner", Requests.Router(isReversed ? [second, first] : [first, second]).NameFor(Everything));
            if (oldFlavorAgrees)
            {
                Assert.Equal("winner", Requests.Router(RouterFlavor.Traditional, first, second).NameFor(Everything));
            }
        }
    }

    [Fact]
    public void Old_flavor_prefers_regex_to_headers_and_hosts_to_other_categories()
    {
        var regex = Requests.Route("regex") with { Paths = ["~/a"], Headers = OneHeader };
        var headers = Requests.Route("headers", 2) with { Paths = ["/a"], Headers = TwoHeaders };
        Assert.Equal("regex", Requests.Router(RouterFlavor.Traditional, regex, headers).NameFor(Everything));

        var host = Requests.Route("host") with { Hosts = ["eu.shop.test"] };
        var path = Requests.Route("path", 2) with { Paths = ["/a/b/c"] };
        Assert.Equal("host", Requests.Router(RouterFlavor.Traditional, host, path).NameFor(Everything));
        Assert.Equal("path", Requests.Router(host with { Hosts = ["*.test"] }, path).NameFor(Everything));
    }

    [Fact]
    public void Tie_goes_to_the_larger_id_and_in_the_old_flavor_to_the_older_route()
    {
        var small = Requests.Route("small", 1) with { Paths = ["/a"], CreatedAt = 5 };
        var large = Requests.Route("large", 9) with { Paths = ["/a"], CreatedAt = 7 };

        Assert.Equal("large", Requests.Router(small, large).NameFor(Everything));
        Assert.Equal("large", Requests.Router(large, small).NameFor(Everything));
        Assert.Equal("small", Requests.Router(RouterFlavor.Traditional, large, small).NameFor(Everything));
    }

    [Fact]
    public void Header_conditions_count_to_255()
    {
        var headers = Enumerable.Range(0, 300).ToDictionary(i => $"x-{i}", _ => (IReadOnlyList<string>)["1"]);
        var many = Requests.Route("300", 1) with { Headers = headers };
        var capped = Requests.Route("256", 2) with { Headers = headers.Take(256).ToDictionary() };
        var request = new TestRequest();
        foreach (string name in headers.Keys)
        {
            request.With(name, "1");
        }

        Assert.Equal("256", Requests.Router(many, capped).NameFor(request));
    }

    [Fact]
    public void First_regex_of_a_route_that_matches_gives_the_prefix()
    {
        var match = Requests.Router(Requests.Route("r") with { Paths = ["~/a", "~/a/b"] }).Match(Everything);

        Assert.Equal(2, match.PrefixLength);
    }

    private static (RouteConfig Winner, RouteConfig Loser) PairOf(string name)
    {
        var winner = Requests.Route("winner");
        var loser = Requests.Route("loser");
        return name switch
        {
            "more categories" => (winner with { Hosts = ["*.test"], Paths = ["/"] }, loser with { Hosts = ["eu.shop.test"] }),
            "plain host over wildcard" => (winner with { Hosts = ["eu.shop.test"] }, loser with { Hosts = ["*.shop.test"] }),
            "plain host over one wildcard among plain"
                => (winner with { Hosts = ["eu.shop.test"] }, loser with { Hosts = ["eu.shop.test", "*.other.test"] }),
            "plain host over longer path"
                => (winner with { Hosts = ["eu.shop.test"], Paths = ["/"] }, loser with { Hosts = ["eu.*"], Paths = ["/a/b/c"] }),
            "more headers" => (winner with { Headers = TwoHeaders }, loser with { Headers = OneHeader }),
            "more headers over regex"
                => (winner with { Headers = TwoHeaders, Paths = ["/"] }, loser with { Headers = OneHeader, Paths = ["~/a/b"] }),
            "regex over longer prefix" => (winner with { Paths = ["~/a"] }, loser with { Paths = ["/a/b/c"] }),
            "regex priority" => (
                winner with { Paths = ["~/a"], RegexPriority = 2 },
                loser with { Paths = ["~/a/b"], RegexPriority = 1 }),
            "longer prefix" => (winner with { Paths = ["/a/b"], RegexPriority = 0 }, loser with { Paths = ["/a"], RegexPriority = 9 }),
            "methods and path over host" => (winner with { Methods = ["GET"], Paths = ["/"] }, loser with { Hosts = ["eu.shop.test"] }),
            "wildcard with port loses to plain host" => (winner with { Hosts = ["eu.shop.test"] }, loser with { Hosts = ["*.test:8000"] }),
            "server name counts as a category"
                => (winner with { Snis = ["eu.shop.test"], Paths = ["/"] }, loser with { Paths = ["/a/b/c"] }),
            _ => (
                winner with { Methods = ["GET"], Paths = ["/a/b"] },
                loser with { Hosts = ["*.shop.test"], Paths = ["/a"] }),
        };
    }
}
