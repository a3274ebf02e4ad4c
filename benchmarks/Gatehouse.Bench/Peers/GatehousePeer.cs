using System.Text;
using Gatehouse.Bench.Origins;
using Gatehouse.Bench.Processes;
using Gatehouse.Bench.Scenarios;

namespace Gatehouse.Bench.Peers;

/// <summary>
/// Gatehouse with one event loop, access log to a file, and the prometheus plugin with every kind of metric on; where limits are
/// asked for, they are kept in the process, or exactly in Redis.
/// </summary>
internal sealed class GatehousePeer(bool sharesLimits) : Peer
{
    /// <summary>The built program, relative to the repository root, which ./bench makes the working directory.</summary>
    public const string Executable = "out/gatehouse";

    public override string Name => sharesLimits ? "gatehouse-redis" : "gatehouse";

    public override bool Runs(Scenario scenario) => !sharesLimits || scenario.Protection != Protection.None;

    public override async Task<string[]> PrepareAsync(PeerSetup setup, CancellationToken cancel)
    {
        var node = setup.FilePath("gatehouse.yaml");
        var tls = setup.Scenario.Tls ? " ssl" : "";
        var http2 = setup.Scenario.Http2 ? " http2" : "";
        await File.WriteAllTextAsync(node, $"""
            prefix: {setup.Folder}
            database: "off"
            declarative_config: {setup.FilePath("kong.yml")}
            proxy_listen: 127.0.0.1:{setup.Port}{tls}{http2}
            admin_listen: "off"
            status_listen: 127.0.0.1:{FreePort.Next()}
            proxy_access_log: {setup.AccessLog}
            proxy_error_log: {setup.FilePath("error.log")}
            log_level: warn
            nginx_worker_processes: 1
            nginx_http_keepalive_requests: 0
            upstream_keepalive_pool_size: 512
            upstream_keepalive_max_requests: 0
            ssl_cert: {setup.Certificate.CertificateFile}
            ssl_cert_key: {setup.Certificate.KeyFile}

            """, cancel);
        await File.WriteAllTextAsync(setup.FilePath("kong.yml"), Declarative(setup), cancel);
        return [Path.GetFullPath(Executable), "start", "--config", node];
    }

    public override async Task<bool> TryReloadAsync(PeerSetup setup, int pid, int revision, CancellationToken cancel)
    {
        // Written beside and renamed, as deployments do; the gateway watches the file.
        var next = setup.FilePath("kong.yml.new");
        await File.WriteAllTextAsync(next, $"# revision {revision}\n{Declarative(setup, revision)}", cancel);
        File.Move(next, setup.FilePath("kong.yml"), overwrite: true);
        return true;
    }

    private string Declarative(PeerSetup setup, int revision = 0)
    {
        var text = new StringBuilder($"""
            _format_version: "3.0"
            plugins:
              - name: prometheus
                config:
                  status_code_metrics: true
                  latency_metrics: true
                  bandwidth_metrics: true
                  upstream_health_metrics: true
            {Protect(setup)}
            services:
              - name: origin
                url: http://127.0.0.1:{setup.OriginPort}
                routes:

            """);
        if (setup.Scenario.Kind == ScenarioKind.Adaptive)
        {
            text.Append("""
                      - {name: normal, paths: ["/normal"]}
                      - {name: high, paths: ["/high"]}

                """);
        }
        else if (setup.Scenario.Routes == 1)
        {
            text.Append("""
                      - name: all
                        paths: ["/"]
                        strip_path: false

                """);
        }

        for (var i = 0; setup.Scenario.Routes > 1 && i < setup.Scenario.Routes; i++)
        {
            text.Append($"""
                      - name: r{i:D5}
                        paths: ["{Scenario.RoutePath(i)}"]
                        strip_path: false
                        tags: [revision-{revision}]

                """);
        }

        return text.ToString();
    }

    private string Protect(PeerSetup setup)
    {
        if (setup.Scenario.Kind == ScenarioKind.Adaptive)
        {
            return """
                  - name: adaptive-concurrency
                    config:
                      priorities: [{priority: high, routes: [high]}]
                """;
        }

        if (setup.Tokens is not { } tokens)
        {
            return "";
        }

        var policy = sharesLimits ? $"redis, redis: {{host: 127.0.0.1, port: {setup.RedisPort}}}" : "local";
        return $$"""
              - name: jwt
                config: {claims_to_verify: [exp]}
              - name: rate-limiting
                config: {second: 1000000000, limit_by: consumer, policy: {{policy}} }
            consumers:
              - username: {{BenchTokens.Issuer}}
                jwt_secrets:
                  - key: {{BenchTokens.Issuer}}
                    algorithm: RS256
                    rsa_public_key: "{{tokens.PublicKey.ReplaceLineEndings("\\n")}}"
            """;
    }
}
