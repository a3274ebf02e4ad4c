using System.Text.Json;
using Gatehouse.EndToEnd.Http1;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Http;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.EndToEnd.Plugins;

/// <summary>The logging plugins and metrics of a real gateway before a real nginx.</summary>
public sealed class ObservabilityTests
{
    [Fact]
    public async Task Request_is_written_by_file_log_sent_by_http_log_and_counted()
    {
        HttpMessage? posted = null;
        await using var collector = ScriptedOrigin.Start(async connection =>
        {
            while (await connection.Reader.TryReadRequestAsync(connection.Stopped) is { } request)
            {
                Volatile.Write(ref posted, request);
                await connection.SendOkAsync("");
            }
        });
        await using var nginx = await NginxOrigin.StartAsync();
        using var folder = new TemporaryFolder();
        await using var gateway = await GatehouseProcess.StartAsync(new GatehouseOptions { Declarative = Document(nginx.Port, collector.Port, folder.File("plugin.log")) });
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
        var response = await client.ExchangeAsync("GET /n/10kb?a=1 HTTP/1.1\r\nHost: x\r\nAuthorization: Basic c2VjcmV0\r\ntraceparent: 00-0123456789abcdef0123456789abcdef-0123456789abcdef-01\r\n\r\n");
        string id = response.Header("X-Kong-Request-Id")!;

        Assert.Equal((200, 10 * 1024), (response.Status, response.Body.Length));
        var written = await PlainGateway.FindLineAsync(folder.File("plugin.log"), id);
        await Eventually.TrueAsync(() => Volatile.Read(ref posted) is not null, "the entry at the collector");
        Assert.Contains(id, posted!.Text, StringComparison.Ordinal);
        foreach (var entry in new[] { written, await PlainGateway.FindLineAsync(gateway.AccessLog, id), JsonDocument.Parse(posted.Text).RootElement })
        {
            Assert.DoesNotContain("c2VjcmV0", entry.GetRawText(), StringComparison.Ordinal);
            Assert.Equal("/n/10kb?a=1", entry.GetProperty("request").GetProperty("uri").GetString());
            Assert.Equal("nginx", entry.GetProperty("service").GetProperty("name").GetString());
            Assert.Equal("0123456789abcdef0123456789abcdef", entry.GetProperty("trace_id").GetString());
            Assert.Equal(nginx.Port, entry.GetProperty("tries")[0].GetProperty("port").GetInt32());
        }

        using var http = new HttpClient();
        string metrics = await http.GetStringAsync(new Uri(gateway.Status, "/metrics"));
        Assert.Contains("kong_http_requests_total{service=\"nginx\",route=\"n\",code=\"200\",source=\"service\",workspace=\"default\",consumer=\"\"} 1", metrics, StringComparison.Ordinal);
        Assert.Contains("kong_request_latency_ms_count{service=\"nginx\",route=\"n\",workspace=\"default\"} 1", metrics, StringComparison.Ordinal);
        Assert.Contains("kong_node_info{", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_connection_is_retried_on_another_target_and_every_try_is_logged()
    {
        await using var origin = EchoOrigin.Start();
        int closed = FreePort.Next();
        string document = $$"""
            {"_format_version": "3.0",
             "upstreams": [{"name": "pool", "targets": [{"target": "127.0.0.1:{{closed}}", "weight": 1000}, {"target": "127.0.0.1:{{origin.Port}}", "weight": 1000}]}],
             "services": [{"name": "s", "host": "pool", "routes": [{"name": "r", "paths": ["/"]} ] } ] }
            """;
        await using var gateway = await GatehouseProcess.StartAsync(new GatehouseOptions { Declarative = document });
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
        int mostTries = 0;
        for (int sent = 0; sent < 4; sent++)
        {
            var response = await client.ExchangeAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            Assert.Equal(200, response.Status);
            var line = await PlainGateway.FindLineAsync(gateway.AccessLog, response.Header("X-Kong-Request-Id")!);
            mostTries = Math.Max(mostTries, line.GetProperty("tries").GetArrayLength());
        }

        Assert.Equal(2, mostTries);
    }

    private static string Document(int port, int collector, string file) => $$"""
        {"_format_version": "3.0",
         "services": [{"name": "nginx", "host": "127.0.0.1", "port": {{port}}, "routes": [{"name": "n", "paths": ["/n"]} ] } ],
         "plugins": [
           {"name": "file-log", "config": {"path": "{{file}}"} },
           {"name": "http-log", "config": {"http_endpoint": "http://127.0.0.1:{{collector}}/log"} },
           {"name": "prometheus", "config": {"status_code_metrics": true, "latency_metrics": true} } ] }
        """;
}
