using System.Buffers;
using System.Text;
using System.Text.Json;
using Gatehouse.Core.Configuration;
using Gatehouse.Gateway.Routing;
using Gatehouse.TestKit.KongCases;
using Xunit;

namespace Gatehouse.Gateway.Tests.Routing.KongCases;

/// <summary>Runs <c>path.*</c>: one route, one service, and the target that the upstream gets.</summary>
internal static class PathCase
{
    public static void Run(KongCase one)
    {
        var given = one.Given;
        string? routePath = CaseConfig.Text(given, "route_path");
        string? routeHost = CaseConfig.Text(given, "route_host");
        var service = new ServiceConfig { Id = "s", Host = "up.test", Path = CaseConfig.Text(given, "service_path") };
        var route = Requests.Route("r") with
        {
            ServiceId = "s",
            Paths = routePath is null ? null : [routePath],
            Hosts = routeHost is null ? null : [routeHost],
            StripPath = !given.TryGetProperty("strip_path", out var strip) || strip.GetBoolean(),
            PathHandling = CaseConfig.Text(given, "path_handling") ?? "v0",
        };
        var errors = new List<ConfigError>();
        var router = Router.Build([route], [service], new RouterSettings { Flavor = CaseConfig.FlavorOf(given) }, errors);
        Assert.Empty(errors);

        string[] target = CaseConfig.Text(one.Request, "path")!.Split('?', 2);
        string host = CaseConfig.Text(one.Request, "host") ?? routeHost ?? "x.test";
        var match = router.Match(new TestRequest(host, target[0]));
        Assert.NotNull(match.Route);
        Compare(one.Expect, match, Requests.Normalise(target[0]), target.Length > 1 ? target[1] : null);
    }

    private static void Compare(JsonElement expect, RouteMatch match, byte[] path, string? query)
    {
        foreach (var member in expect.EnumerateObject())
        {
            switch (member.Name)
            {
                case "upstream_path":
                    var writer = new ArrayBufferWriter<byte>();
                    ProxiedPath.Of(match.Route!, path, match.PrefixLength)
                        .WriteTarget(writer, query is not null, Encoding.UTF8.GetBytes(query ?? ""));
                    Assert.Equal(member.Value.GetString(), Encoding.UTF8.GetString(writer.WrittenSpan));
                    break;
                case "x_forwarded_prefix":
                    var prefix = ProxiedPath.ForwardedPrefix(match.Route!, path, match.PrefixLength);
                    Assert.Equal(member.Value.GetString() ?? "", Encoding.UTF8.GetString(prefix));
                    break;
                case "uri_captures":
                    var captures = match.Captures(path);
                    Assert.All(
                        member.Value.EnumerateObject(),
                        capture => Assert.Equal(capture.Value.GetString(), Encoding.UTF8.GetString(captures!.Get(capture.Name))));
                    break;
                case "why":
                    break;
                default:
                    Assert.Fail($"this test does not know the expectation '{member.Name}'");
                    break;
            }
        }
    }
}
