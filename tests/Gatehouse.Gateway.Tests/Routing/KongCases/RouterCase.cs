using System.Text;
using System.Text.Json;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Diagnostics;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Hygiene;
using Gatehouse.Gateway.Routing;
using Gatehouse.TestKit.KongCases;
using Xunit;

namespace Gatehouse.Gateway.Tests.Routing.KongCases;

/// <summary>Runs <c>router.*</c>: match, then the protocol gate, then what the road answers by itself.</summary>
internal static class RouterCase
{
    public static void Run(KongCase one)
    {
        var (routes, services) = CaseConfig.Read(one.Given);
        var errors = new List<ConfigError>();
        var router = Router.Build(routes, services, new RouterSettings { Flavor = CaseConfig.FlavorOf(one.Given) }, errors);
        Assert.Empty(errors);
        var request = ReadRequest(one.Request);
        var route = router.Match(request).Route;
        var answer = Answer(route, request);
        Compare(one.Expect, route, answer);
    }

    private static TestRequest ReadRequest(JsonElement request)
    {
        string[] target = (CaseConfig.Text(request, "path") ?? "/").Split('?', 2);
        bool isTls = CaseConfig.Text(request, "scheme") == "https";
        var read = new TestRequest(CaseConfig.Text(request, "host") ?? "x.test", target[0])
        {
            Method = CaseConfig.Text(request, "method") ?? "GET",
            IsTls = isTls,
            ServerName = CaseConfig.Text(request, "sni") ?? "",
            ListenerPort = isTls ? 8443 : 8000,
            Query = target.Length > 1 ? target[1] : "",
        };
        if (request.TryGetProperty("headers", out var headers))
        {
            foreach (var header in headers.EnumerateObject())
            {
                AddValues(read, header);
            }
        }

        return read;
    }

    private static void AddValues(TestRequest request, JsonProperty header)
    {
        foreach (var value in header.Value.ValueKind == JsonValueKind.Array ? [.. header.Value.EnumerateArray()] : new[] { header.Value })
        {
            request.With(header.Name, value.GetString()!);
        }
    }

    private static (int Status, string Message, Dictionary<string, string> Headers) Answer(CompiledRoute? route, TestRequest request)
    {
        if (route is null)
        {
            return Of(RejectionReason.RouteNotFound);
        }

        request.Headers.TryGet(HeaderNames.ContentType, out var contentType);
        return ProtocolGate.Check(route, request.IsTls, 11, contentType) switch
        {
            ProtocolVerdict.HttpsRequired => (426, ProtocolGate.HttpsMessage, new() { ["Upgrade"] = ProtocolGate.HttpsUpgrade }),
            ProtocolVerdict.RedirectToHttps => (
                route.Config.HttpsRedirectStatusCode,
                "",
                new() { ["Location"] = Location(request) }),
            ProtocolVerdict.Http2Required => (426, ProtocolGate.Http2Message, new() { ["Upgrade"] = ProtocolGate.Http2Upgrade }),
            ProtocolVerdict.GrpcRequired => (415, ProtocolGate.GrpcMessage, []),
            ProtocolVerdict.GrpcsRequired => (200, ProtocolGate.GrpcsMessage, new() { ["grpc-status"] = "1" }),
            _ => route.Service is null ? Of(RejectionReason.ServiceNotFound) : (200, "", []),
        };
    }

    private static (int, string, Dictionary<string, string>) Of(RejectionReason reason)
    {
        var rejection = RejectionReasons.Of(reason);
        return (rejection.Status, rejection.Message, []);
    }

    private static string Location(TestRequest request) => Encoding.UTF8.GetString(ProtocolGate.Location(
        Encoding.UTF8.GetBytes(request.Host),
        Encoding.UTF8.GetBytes(request.Path),
        request.Query.Length > 0,
        Encoding.UTF8.GetBytes(request.Query)));

    private static void Compare(
        JsonElement expect,
        CompiledRoute? route,
        (int Status, string Message, Dictionary<string, string> Headers) answer)
    {
        foreach (var member in expect.EnumerateObject())
        {
            switch (member.Name)
            {
                case "route":
                    Assert.Equal(member.Value.GetString(), route?.Config.Name);
                    break;
                case "status":
                    Assert.Equal(member.Value.GetInt32(), answer.Status);
                    break;
                case "json":
                    Assert.Equal(member.Value.GetProperty("message").GetString(), answer.Message);
                    break;
                case "headers":
                    Assert.All(
                        member.Value.EnumerateObject(),
                        header => Assert.Equal(header.Value.GetString(), answer.Headers.GetValueOrDefault(header.Name)));
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
