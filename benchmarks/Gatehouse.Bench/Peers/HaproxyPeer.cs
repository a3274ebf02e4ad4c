using System.Text;
using Gatehouse.Bench.Scenarios;

namespace Gatehouse.Bench.Peers;

/// <summary>HAProxy with one thread. Its log goes to standard output, a line per write, and from there to the file.</summary>
internal sealed class HaproxyPeer : Peer
{
    private static readonly string LogLine = """
        {"client_ip":"%ci","started_at":%Ts,"request":{"method":"%HM","uri":"%HU","size":%U},"response":{"status":%ST,"size":%B},
        "upstream":"%si:%sp","latencies":{"request":%Ta,"connect":%Tc,"header":%Tr,"queue":%Tw},"state":"%tsc"}
        """.ReplaceLineEndings("");

    public override string Name => "haproxy";

    public override bool LogsToOutput => true;

    public override async Task<string[]> PrepareAsync(PeerSetup setup, CancellationToken cancel)
    {
        var config = setup.FilePath("haproxy.cfg");
        await File.WriteAllTextAsync(config, Configuration(setup), cancel);
        await File.WriteAllTextAsync(setup.FilePath("routes.map"), RouteMap(setup.Scenario), cancel);
        return ["haproxy", "-db", "-f", config];
    }

    private static string Configuration(PeerSetup setup)
    {
        var scenario = setup.Scenario;
        var tls = scenario.Tls ? $" ssl crt {setup.Certificate.BundleFile} ssl-min-ver TLSv1.2 alpn {(scenario.Http2 ? "h2," : "")}http/1.1" : "";
        var routing = scenario.Routes == 1 ? "default_backend origin" : $"use_backend %[path,map_beg({setup.FilePath("routes.map")})]";
        return $$"""
            global
                nbthread 1
                maxconn 8000
                log stdout format raw local0 info
            defaults
                mode http
                log global
                log-format '{{LogLine}}'
                option http-keep-alive
                option forwardfor
                http-reuse always
                timeout connect 5s
                timeout client 300s
                timeout server 300s
                timeout http-keep-alive 300s
            frontend front
                bind 127.0.0.1:{{setup.Port}}{{tls}}
                http-request set-header X-Real-IP %[src]
                http-request set-header X-Forwarded-Proto %[ssl_fc,iif(https,http)]
                http-request set-header X-Forwarded-Host %[req.hdr(host)]
                http-request set-header X-Forwarded-Port %[dst_port]
                http-request set-header X-Forwarded-Path %[path]
                {{Protect(setup)}}
                {{routing}}
            backend origin
                server origin 127.0.0.1:{{setup.OriginPort}} pool-max-conn 512 pool-purge-delay 300s

            """;
    }

    private static string Protect(PeerSetup setup) => setup.Tokens is not { } tokens
        ? ""
        : $$"""
                stick-table type string len 64 size 100k expire 60s store http_req_rate(1s)
                http-request set-var(txn.bearer) http_auth_bearer
                http-request set-var(txn.alg) var(txn.bearer),jwt_header_query('$.alg')
                http-request deny deny_status 401 unless { var(txn.alg) -m str RS256 }
                http-request deny deny_status 401 unless { var(txn.bearer),jwt_verify(txn.alg,"{{tokens.PublicKeyFile}}") -m int 1 }
                http-request set-var(txn.now) date()
                http-request deny deny_status 401 if { var(txn.bearer),jwt_payload_query('$.exp','int'),sub(txn.now) -m int lt 0 }
                http-request track-sc0 var(txn.bearer),jwt_payload_query('$.iss')
                http-request deny deny_status 429 if { sc_http_req_rate(0) gt 1000000000 }
            """.Trim();

    private static string RouteMap(Scenario scenario)
    {
        var text = new StringBuilder();
        for (var i = 0; scenario.Routes > 1 && i < scenario.Routes; i++)
        {
            text.Append(Scenario.RoutePath(i)).Append(" origin\n");
        }

        return text.ToString();
    }
}
