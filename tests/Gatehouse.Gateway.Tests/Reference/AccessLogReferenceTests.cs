using System.Net;
using System.Text.Json;
using Gatehouse.Core.Diagnostics;
using Gatehouse.Core.Exchanges;
using Gatehouse.Gateway.Observability;
using Gatehouse.Gateway.Tests.Exchanges;
using Gatehouse.Gateway.Tests.Observability;
using Gatehouse.TestKit.Documents;
using Xunit;

namespace Gatehouse.Gateway.Tests.Reference;

/// <summary>The access log page has exactly the fields that a line can have.</summary>
public sealed class AccessLogReferenceTests
{
    private const string Page = "docs/reference/access-log.md";

    /// <summary>Objects whose members are data, or entities that the entity's own reference describes.</summary>
    private static readonly string[] Closed = ["request.querystring", "request.headers", "response.headers"];

    private readonly LogSerializer _serializer = new(new ManualTime());

    [Fact]
    public void Page_has_the_fields_of_the_nodes_log()
        => Assert.Equal(Paths(LogContent.Compact, ["consumer"]), Documented("node log"));

    [Fact]
    public void Page_has_the_fields_that_only_plugins_log()
        => Assert.Equal(
            Paths(LogContent.Full, ["route", "service", "consumer"]).Except(Paths(LogContent.Compact, ["route", "service", "consumer"])),
            Documented("plugin log"));

    private static IEnumerable<string> Documented(string table)
        => DocumentTable.Read(Page, table).Select(r => r[0]).Order(StringComparer.Ordinal);

    private List<string> Paths(LogContent content, string[] closed)
    {
        var paths = new SortedSet<string>(StringComparer.Ordinal);
        using var json = JsonDocument.Parse(_serializer.Format(Everything(), content).ToArray());
        Collect(json.RootElement, "", [.. Closed, .. closed], paths);
        return [.. paths];
    }

    private static void Collect(JsonElement value, string path, string[] closed, SortedSet<string> paths)
    {
        if (value.ValueKind == JsonValueKind.Object && !closed.Contains(path))
        {
            foreach (var member in value.EnumerateObject())
            {
                Collect(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}", closed, paths);
            }
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                Collect(item, path + "[]", closed, paths);
            }
        }
        else
        {
            paths.Add(path);
        }
    }

    private static FakeExchange Everything()
    {
        var exchange = new FakeExchange("GET", "/a?b=c", isTls: true) { Rejection = RejectionReason.UpstreamReset }
            .With("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
            .On(FakeExchange.NewRoute(), FakeExchange.NewService());
        exchange.Authenticate(FakeExchange.NewConsumer("alice"), new AnyCredential());
        exchange.UpstreamStatus = 502;
        exchange.Tries.Add(new UpstreamTry { Address = IPAddress.Loopback, Port = 80, State = "failed", Code = 502 });
        return exchange;
    }

    private sealed class AnyCredential() : Credential("c")
    {
        public override string Kind => "any";
    }
}
