using System.Text;
using Gatehouse.Core.Configuration;
using Gatehouse.Gateway.Routing;
using Xunit;

namespace Gatehouse.Gateway.Tests.Routing;

/// <summary>Each condition of a route alone: what it takes and what not.</summary>
public sealed class RouterConditionTests
{
    [Theory]
    [InlineData("shop.test", "shop.test", true)]
    [InlineData("shop.test", "SHOP.Test", true)]
    [InlineData("Shop.Test", "shop.test", true)]
    [InlineData("shop.test", "shop.test:8443", true)]
    [InlineData("shop.test", "shop.test:", true)]
    [InlineData("shop.test", "eu.shop.test", false)]
    [InlineData("shop.test", "shop.test.", false)]
    [InlineData("shop.test", "shop.test:x", false)]
    [InlineData("shop.test", "shop.test:99999", false)]
    [InlineData("*.w.test", "a.w.test", true)]
    [InlineData("*.w.test", "a.b.w.test", true)]
    [InlineData("*.w.test", "w.test", false)]
    [InlineData("*.w.test", "aw.test", false)]
    [InlineData("api.*", "api.test", true)]
    [InlineData("api.*", "api.a.b:8443", true)]
    [InlineData("api.*", "xapi.test", false)]
    [InlineData("api.*", "api", false)]
    [InlineData("p.test:8443", "p.test:8443", true)]
    [InlineData("p.test:8443", "p.test:8444", false)]
    [InlineData("p.test:8443", "p.test", false)]
    [InlineData("p.test:8000", "p.test", true)]
    [InlineData("*.p.test:9000", "a.p.test:9000", true)]
    [InlineData("*.p.test:9000", "a.p.test", false)]
    [InlineData("p.*:9000", "p.test:9000", true)]
    [InlineData("[::1]", "[::1]:8000", true)]
    [InlineData("[::1]:8000", "[::1]", true)]
    public void Host_condition(string pattern, string host, bool matches)
        => Assert.Equal(matches, Matches(Requests.Route("r") with { Hosts = [pattern] }, new TestRequest(host)));

    [Fact]
    public void Host_compares_byte_by_byte_when_asked_to()
    {
        var settings = new RouterSettings { CaseSensitiveHosts = true };
        var router = Requests.Router(settings, Requests.Route("r") with { Hosts = ["Shop.test", "*.Eu.test"] });

        Assert.Equal("r", router.NameFor(new TestRequest("Shop.test")));
        Assert.Equal("r", router.NameFor(new TestRequest("a.Eu.test")));
        Assert.Null(router.NameFor(new TestRequest("shop.test")));
        Assert.Null(router.NameFor(new TestRequest("a.eu.test")));
    }

    [Theory]
    [InlineData(false, "p.test:80", true)]
    [InlineData(false, "p.test:8000", false)]
    [InlineData(true, "p.test:443", true)]
    [InlineData(true, "p.test:80", false)]
    public void Old_flavor_takes_the_port_of_the_scheme_for_hosts_without_one(bool isTls, string pattern, bool matches)
    {
        var router = Requests.Router(RouterFlavor.Traditional, Requests.Route("r") with { Hosts = [pattern] });

        Assert.Equal(matches, router.NameFor(new TestRequest("p.test") { IsTls = isTls }) is not null);
    }

    [Fact]
    public void Many_hosts_of_one_route_all_match()
    {
        string[] hosts = [.. Enumerable.Range(0, 40).Select(i => $"h{i}.test"), "*.wild.test", "h7.test:9000"];
        var router = Requests.Router(Requests.Route("r") with { Hosts = hosts });

        Assert.All(hosts, host => Assert.Equal("r", router.NameFor(new TestRequest(host.Replace("*", "a", StringComparison.Ordinal)))));
        Assert.Null(router.NameFor(new TestRequest("h40.test")));
    }

    [Fact]
    public void Host_longer_than_a_name_can_be_matches_only_routes_without_hosts()
    {
        var router = Requests.Router(Requests.Route("host") with { Hosts = ["*.test"] }, Requests.Route("any", 2) with { Paths = ["/"] });

        Assert.Equal("any", router.NameFor(new TestRequest(new string('a', 300) + ".test")));
        Assert.Equal("any", router.NameFor(new TestRequest("é.test")) ?? "none");
    }

    [Theory]
    [InlineData("/a", "/a", true)]
    [InlineData("/a", "/ab", true)]
    [InlineData("/a", "/a/b", true)]
    [InlineData("/a/", "/a", false)]
    [InlineData("/a/b", "/a%2Fb", false)]
    [InlineData("/a/b", "/x/../a//b", true)]
    [InlineData("/A", "/a", false)]
    [InlineData("/é", "/%C3%A9t%C3%A9", true)]
    [InlineData("~/u/\\d+", "/u/42/x", true)]
    [InlineData("~/u/\\d+$", "/u/42/x", false)]
    [InlineData("~/u/\\d+", "/x/u/42", false)]
    [InlineData("~/a|/b", "/b", true)]
    [InlineData("~/a|/b", "/x/b", false)]
    [InlineData("~/é+/x", "/éé/x", true)]
    public void Path_condition(string pattern, string path, bool matches)
        => Assert.Equal(matches, Matches(Requests.Route("r") with { Paths = [pattern] }, new TestRequest("x.test", path)));

    [Theory]
    [InlineData("~/é(.)/", "/éü/x", 6)]
    [InlineData("~/.*x", "/\U0001F600x/y", 6)]
    [InlineData("/é", "/éü/x", 3)]
    [InlineData("~/t/(?<id>\\d+)/h", "/t/9/h/n", 6)]
    public void Prefix_length_counts_bytes(string pattern, string path, int length)
        => Assert.Equal(length, Requests.Router(Requests.Route("r") with { Paths = [pattern] }).Match(new TestRequest("x.test", path)).PrefixLength);

    [Fact]
    public void Malformed_UTF8_in_the_path_reaches_regexes_as_replacement_characters()
    {
        var router = Requests.Router(Requests.Route("r") with { Paths = ["~/.*/x"] });
        var match = default(RouteMatch);
        var query = new RouteQuery
        {
            Method = "GET"u8,
            Authority = "x.test"u8,
            Path = [(byte)'/', 0xff, 0xc3, (byte)'/', (byte)'x', (byte)'/', (byte)'y'],
            Headers = new(),
            IsTls = false,
            ServerName = "",
            ListenerPort = 80,
        };

        Assert.True(router.TryMatch(query, ref match));
        Assert.Equal(5, match.PrefixLength);
    }

    [Theory]
    [InlineData("GET", "GET", true)]
    [InlineData("GET", "get", false)]
    [InlineData("GET", "POST", false)]
    [InlineData("PURGE", "PURGE", true)]
    [InlineData("PURGE", "PURG", false)]
    [InlineData("GET", "PURGE", false)]
    public void Method_condition(string configured, string sent, bool matches)
        => Assert.Equal(matches, Matches(Requests.Route("r") with { Methods = [configured] }, new TestRequest { Method = sent }));

    [Theory]
    [InlineData("1|2", "2", true)]
    [InlineData("1", "1,2", false)]
    [InlineData("1", "3;1", true)]
    [InlineData("AbC", "aBc", true)]
    [InlineData("é", "é", true)]
    [InlineData("~*^v[23]$", "V2", true)]
    [InlineData("~*^\\D+$", "abc", true)]
    [InlineData("~*^\\D+$", "a1c", false)]
    [InlineData("x|~*^v\\d", "v9", true)]
    [InlineData("~*^.{300}$", "long", true)]
    public void Header_condition(string values, string sent, bool matches)
    {
        var request = new TestRequest();
        foreach (string value in sent.Split(';'))
        {
            request.With("X-Ver", value == "long" ? new string('a', 300) : value);
        }

        var route = Requests.Route("r") with { Headers = new Dictionary<string, IReadOnlyList<string>> { ["x-ver"] = values.Split('|') } };
        Assert.Equal(matches, Matches(route, request));
        Assert.False(Matches(route, new TestRequest()));
    }

    [Fact]
    public void Header_pattern_beside_other_values_is_text_in_the_old_flavor()
    {
        var route = Requests.Route("r") with { Headers = new Dictionary<string, IReadOnlyList<string>> { ["x"] = ["a", "~*^b"] } };
        var old = Requests.Router(RouterFlavor.Traditional, route);

        Assert.Null(old.NameFor(new TestRequest().With("x", "bb")));
        Assert.Equal("r", old.NameFor(new TestRequest().With("x", "~*^b")));
        Assert.Equal("r", Requests.Router(route).NameFor(new TestRequest().With("x", "bb")));
    }

    [Theory]
    [InlineData("a.test", true, "a.test", true)]
    [InlineData("a.test", true, "A.test", true)]
    [InlineData("a.test.", true, "a.test", true)]
    [InlineData("a.test", true, "b.test", false)]
    [InlineData("a.test", true, "", false)]
    [InlineData("a.test", false, "", true)]
    [InlineData("*.a.test", true, "x.y.a.test", true)]
    [InlineData("*.a.test", true, "a.test", false)]
    [InlineData("a.*", true, "a.test", true)]
    public void Server_name_condition_only_counts_on_TLS(string sni, bool isTls, string sent, bool matches)
        => Assert.Equal(matches, Matches(Requests.Route("r") with { Snis = [sni] }, new TestRequest { IsTls = isTls, ServerName = sent }));

    [Fact]
    public void Routes_of_disabled_services_and_stream_routes_take_no_part()
    {
        ServiceConfig[] services = [new() { Id = "off", Host = "up.test", Enabled = false }, new() { Id = "on", Host = "up.test" }];
        RouteConfig[] routes =
        [
            Requests.Route("off") with { Paths = ["/x"], ServiceId = "off" },
            Requests.Route("stream", 2) with { Protocols = ["tls"], Snis = ["a.test"] },
            Requests.Route("on", 3) with { Paths = ["/"], ServiceId = "on" },
        ];
        var errors = new List<ConfigError>();

        var router = Router.Build(routes, services, new RouterSettings(), errors);

        Assert.Empty(errors);
        Assert.Equal(["on"], router.Routes.Select(r => r.Config.Name));
        Assert.Equal([0], router.Routes.Select(r => r.Index));
        Assert.Equal("on", router.NameFor(new TestRequest("x.test", "/x")));
    }

    [Fact]
    public void Every_part_that_cannot_be_compiled_is_reported_and_its_route_left_out()
    {
        RouteConfig[] routes =
        [
            Requests.Route("bad") with
            {
                Paths = ["~/(", "/ok", "~/(?=x)"],
                Headers = new Dictionary<string, IReadOnlyList<string>> { ["x"] = ["~*["], ["not a name"] = ["1"] },
            },
            Requests.Route("lost", 2) with { Paths = ["/lost"], ServiceId = "missing" },
            Requests.Route("expression", 3) with { Expression = "http.path == \"/\"" },
            Requests.Route("good", 4) with { Paths = ["/"] },
        ];
        var errors = new List<ConfigError>();

        var router = Router.Build(routes, [], new RouterSettings(), errors);

        var (bad, lost, expression) = ($"routes[{routes[0].Id}]", $"routes[{routes[1].Id}]", $"routes[{routes[2].Id}]");
        string[] paths =
        [
            $"{bad}.headers.x[0]", $"{bad}.headers", $"{bad}.paths[0]", $"{bad}.paths[2]", $"{lost}.service", $"{expression}.expression",
        ];
        Assert.Equal(paths, errors.Select(e => e.Path));
        Assert.Equal("good", router.NameFor(new TestRequest("x.test", "/ok")));
    }

    [Fact]
    public void Captures_are_named_and_numbered()
    {
        var match = Requests.Router(Requests.Route("r") with { Paths = ["~/t/(?<id>\\d+)/(x)?(y)"] }).Match(new TestRequest("x.test", "/t/9/yé"));
        var captures = match.Captures("/t/9/yé"u8)!;

        Assert.Equal(["0", "1", "id", "3"], captures.Groups.Select(g => g.Name));
        Assert.Equal("9", Encoding.UTF8.GetString(captures.Get("id")));
        Assert.Equal("9", Encoding.UTF8.GetString(captures.Get("1")));
        Assert.Equal("y", Encoding.UTF8.GetString(captures.Get("3")));
        Assert.Equal("", Encoding.UTF8.GetString(captures.Get("2")));
    }

    [Fact]
    public void Router_without_routes_matches_nothing() => Assert.Null(Requests.Router().NameFor(new TestRequest()));

    private static bool Matches(RouteConfig route, TestRequest request) => Requests.Router(route).NameFor(request) is not null;
}
