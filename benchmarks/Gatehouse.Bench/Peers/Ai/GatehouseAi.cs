using Gatehouse.Bench.Processes;

namespace Gatehouse.Bench.Peers.Ai;

/// <summary>
/// Gatehouse with one event loop and everything a paying installation has: a key for each consumer, a limit on requests, budgets, the ledger in
/// SQLite behind its spool, access log and audit log in files, every kind of metric for each consumer.
/// </summary>
internal static class GatehouseAi
{
    private const string Key = "sk-bench-0123456789abcdef";

    /// <summary>Starts it. <paramref name="vendors"/>: ports of vendors by the model they answer for.</summary>
    public static async Task<AiPeer> StartAsync(string folder, IReadOnlyDictionary<string, int> vendors, int core, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        string node = Path.Combine(folder, "gatehouse.yaml"), declarative = Path.Combine(folder, "kong.yml");
        var port = FreePort.Next();
        await File.WriteAllTextAsync(declarative, Declarative(vendors), cancel);
        await File.WriteAllTextAsync(node, $"""
            prefix: {folder}
            database: "off"
            declarative_config: {declarative}
            proxy_listen: 127.0.0.1:{port}
            admin_listen: "off"
            status_listen: 127.0.0.1:{FreePort.Next()}
            proxy_access_log: {Path.Combine(folder, "access.log")}
            proxy_error_log: {Path.Combine(folder, "error.log")}
            proxy_audit_log: {Path.Combine(folder, "audit.log")}
            log_level: warn
            nginx_worker_processes: 1
            nginx_http_keepalive_requests: 0
            upstream_keepalive_pool_size: 4096
            upstream_keepalive_max_requests: 0

            """, cancel);
        return new AiPeer("gatehouse", port, [new("Authorization", $"Bearer {Key}")])
        {
            Process = PinnedProcess.Start(
                core, Path.Combine(folder, "output.log"), "env", "BENCH_VENDOR_KEY=sk-vendor", Path.GetFullPath(GatehousePeer.Executable), "start", "--config", node),
        };
    }

    private static string Declarative(IReadOnlyDictionary<string, int> vendors) => $$$"""
        _format_version: "3.0"
        plugins:
          - name: prometheus
            config: {status_code_metrics: true, latency_metrics: true, bandwidth_metrics: true, upstream_health_metrics: true, per_consumer: true}
        consumers:
          - username: bench
            keyauth_credentials: [{key: {{{Key}}}}]
        routes:
          - name: ai
            paths: [/v1/]
            strip_path: false
            plugins:
              - name: key-auth
                config: {key_names: [authorization, x-api-key], key_in_query: false, bearer: true}
              - name: rate-limiting
                config: {second: 1000000000, limit_by: consumer, policy: local}
              - name: ai-gateway
        ai_providers:
        {{{Lines(vendors, (model, port) => $$$"""  - {name: {{{model}}}, type: openai, url: "http://127.0.0.1:{{{port}}}/v1", api_key: "{vault://env/bench-vendor-key}"}""")}}}
        ai_models:
        {{{Lines(vendors, (model, _) => $$$"""  - {name: {{{model}}}, deployments: [{name: {{{model}}}, provider: {{{model}}}, model: {{{model}}}, price: {input: 2.5, output: 15}}]}""")}}}
        ai_budgets:
          - {name: month, scope: consumer, amount: 9000000, period: month}
          - {name: minute, scope: consumer, requests_per_minute: 1000000000, tokens_per_minute: 2147483647}

        """;

    private static string Lines(IReadOnlyDictionary<string, int> vendors, Func<string, int, string> line)
        => string.Join('\n', vendors.Select(v => line(v.Key, v.Value)));
}
