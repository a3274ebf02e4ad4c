using System.Buffers;
using System.Text;
using Gatehouse.Core.Configuration;
using Gatehouse.Gateway.Routing;
using Xunit;

namespace Gatehouse.Gateway.Tests.Routing;

public sealed class ProxiedPathTests
{
    /// <summary>Service path, route path, strip, request, upstream in v0, upstream in v1.</summary>
    [Theory]
    [InlineData("/", "/r", true, "/r", "/", "/")]
    [InlineData("/", "/r", true, "/r/", "/", "/")]
    [InlineData("/", "/r", true, "/rx", "/x", "/x")]
    [InlineData("/", "/r", false, "/r/q", "/r/q", "/r/q")]
    [InlineData("/", "/", true, "/", "/", "/")]
    [InlineData(null, "/", true, "/q/", "/q/", "/q/")]
    [InlineData("/s", "/r", true, "/r", "/s", "/s")]
    [InlineData("/s", "/r", true, "/r/", "/s/", "/s/")]
    [InlineData("/s", "/r", true, "/r/q", "/s/q", "/s/q")]
    [InlineData("/s", "/r", true, "/rx", "/s/x", "/sx")]
    [InlineData("/s", "/r", false, "/r", "/s/r", "/sr")]
    [InlineData("/s", "/r", false, "/rx", "/s/rx", "/srx")]
    [InlineData("/s", "/r/", true, "/r/", "/s/", "/s")]
    [InlineData("/s", "/r/", true, "/r/q", "/s/q", "/sq")]
    [InlineData("/s/", "/r", true, "/r", "/s", "/s/")]
    [InlineData("/s/", "/r", true, "/r/", "/s/", "/s/")]
    [InlineData("/s/", "/r", true, "/r/q", "/s/q", "/s/q")]
    [InlineData("/s/", "/r", true, "/rx", "/s/x", "/s/x")]
    [InlineData("/s/", "/r", false, "/r", "/s/r", "/s/r")]
    [InlineData("/s", null, true, "/", "/s", "/s")]
    [InlineData("/s", null, true, "/q", "/s/q", "/sq")]
    [InlineData("/s", null, false, "/", "/s", "/s")]
    [InlineData("/s", null, false, "/q", "/s/q", "/sq")]
    [InlineData("/s", "/", true, "/", "/s", "/s")]
    [InlineData("/s", "/", false, "/q", "/s/q", "/sq")]
    [InlineData("/s/", "/", false, "/", "/s/", "/s/")]
    [InlineData("/s/", "/", true, "/q/", "/s/q/", "/s/q/")]
    [InlineData("/s", "/r", true, "/r./q", "/s/q", "/sq")]
    [InlineData("/s", "/r", true, "/r../q", "/s/q", "/sq")]
    [InlineData("/s", "/r", true, "/r%2e/q", "/s/q", "/sq")]
    [InlineData("/s", "/r", true, "/r..", "/s", "/s")]
    [InlineData("/s", "/r", true, "/r.", "/s", "/s")]
    [InlineData("/s", "/r", true, "/r...", "/s/...", "/s...")]
    [InlineData("/s", "~/r\\d+", true, "/r12/x", "/s/x", "/s/x")]
    [InlineData("/s", "/é", true, "/%C3%A9/ü", "/s/%C3%BC", "/s/%C3%BC")]
    public void Upstream_path_is_put_together(string? service, string? path, bool strip, string request, string v0, string v1)
    {
        Assert.Equal(v0, Target(RouterFlavor.TraditionalCompatible, "v0", service, path, strip, request));
        Assert.Equal(v1, Target(RouterFlavor.Traditional, "v1", service, path, strip, request));

        // v1 is known to the old flavor only.
        Assert.Equal(v0, Target(RouterFlavor.TraditionalCompatible, "v1", service, path, strip, request));
    }

    [Theory]
    [InlineData("/app", true, "/app/x", "/app")]
    [InlineData("/app", false, "/app/x", "")]
    [InlineData("/", true, "/app/x", "")]
    [InlineData(null, true, "/app/x", "")]
    [InlineData("~/team/\\d+", true, "/team/9/x", "/team/9")]
    public void Forwarded_prefix_is_what_was_stripped(string? path, bool strip, string request, string expected)
    {
        var match = MatchOf(RouterFlavor.TraditionalCompatible, "v0", "/", path, strip, request);

        Assert.Equal(
            expected,
            Encoding.UTF8.GetString(ProxiedPath.ForwardedPrefix(match.Route!, Requests.Normalise(request), match.PrefixLength)));
    }

    [Fact]
    public void Asterisk_form_stays_as_it_is()
    {
        var match = MatchOf(RouterFlavor.TraditionalCompatible, "v0", "/s", null, true, "*");

        Assert.Equal("*", Write(match, "*", null));
    }

    [Theory]
    [InlineData(null, "/q")]
    [InlineData("", "/q?")]
    [InlineData("a=1&b=%20", "/q?a=1&b=%20")]
    public void Query_follows_as_it_is(string? query, string expected)
        => Assert.Equal(expected, Write(MatchOf(RouterFlavor.TraditionalCompatible, "v0", "/", null, false, "/q"), "/q", query));

    [Fact]
    public void Writing_allocates_nothing()
    {
        var match = MatchOf(RouterFlavor.TraditionalCompatible, "v0", "/s", "/r", true, "/r/q é");
        byte[] path = Requests.Normalise("/r/q é");
        byte[] destination = new byte[64];
        long least = long.MaxValue;
        for (int i = 0; i < 50; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            ProxiedPath.Of(match.Route!, path, match.PrefixLength).WriteTo(destination);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    private static string Target(RouterFlavor flavor, string handling, string? service, string? path, bool strip, string request)
        => Write(MatchOf(flavor, handling, service, path, strip, request), request, null);

    private static string Write(RouteMatch match, string request, string? query)
    {
        var writer = new ArrayBufferWriter<byte>();
        var path = ProxiedPath.Of(match.Route!, Requests.Normalise(request), match.PrefixLength);
        path.WriteTarget(writer, query is not null, Encoding.UTF8.GetBytes(query ?? ""));
        byte[] buffer = new byte[path.Length];
        Assert.Equal(buffer.Length, path.WriteTo(buffer));
        Assert.Equal(buffer, writer.WrittenSpan[..buffer.Length].ToArray());
        return Encoding.UTF8.GetString(writer.WrittenSpan);
    }

    private static RouteMatch MatchOf(RouterFlavor flavor, string handling, string? service, string? path, bool strip, string request)
    {
        var route = Requests.Route("r") with
        {
            ServiceId = "s",
            Hosts = ["x.test"],
            Paths = path is null ? null : [path],
            StripPath = strip,
            PathHandling = handling,
        };
        var errors = new List<ConfigError>();
        var upstream = new ServiceConfig { Id = "s", Host = "up.test", Path = service };
        var match = Router.Build([route], [upstream], new RouterSettings { Flavor = flavor }, errors).Match(new TestRequest("x.test", request));
        Assert.Empty(errors);
        Assert.NotNull(match.Route);
        return match;
    }
}
