using System.Globalization;
using System.Text;
using Gatehouse.Bench.Processes;
using Gatehouse.Bench.Scenarios;

namespace Gatehouse.Bench.Peers;

/// <summary>
/// nginx as Kong sets it up: one worker, keep-alive to the origin, forwarded-for headers, one JSON log line a request.
/// The buffered log is the stricter opponent and the reference; unbuffered is what nginx does unless told otherwise.
/// </summary>
internal sealed class NginxPeer(bool bufferedLog) : Peer
{
    // The members the gateway's own log line has, as far as nginx knows them.
    private static readonly string LogLine = """
        {"client_ip":"$remote_addr","started_at":$msec,"request":{"id":"$request_id","method":"$request_method",
        "uri":"$request_uri","size":$request_length,"host":"$http_host","user_agent":"$http_user_agent"},
        "response":{"status":$status,"size":$bytes_sent},"upstream":"$upstream_addr","upstream_status":"$upstream_status",
        "latencies":{"request":$request_time,"connect":"$upstream_connect_time","header":"$upstream_header_time","proxy":"$upstream_response_time"}}
        """.ReplaceLineEndings("");

    public override string Name => bufferedLog ? "nginx" : "nginx-unbuffered";

    public override bool ChecksTokens => false;

    public override async Task<string[]> PrepareAsync(PeerSetup setup, CancellationToken cancel)
    {
        var config = setup.FilePath("nginx.conf");
        await File.WriteAllTextAsync(config, Configuration(setup), cancel);
        return ["nginx", "-p", setup.Folder, "-c", config, "-e", setup.FilePath("error.log")];
    }

    public override async Task<bool> TryReloadAsync(PeerSetup setup, int pid, int revision, CancellationToken cancel)
    {
        await File.WriteAllTextAsync(setup.FilePath("nginx.conf"), $"# revision {revision}\n{Configuration(setup)}", cancel);
        await CommandLine.RunAsync("kill", ["-HUP", pid.ToString(CultureInfo.InvariantCulture)], cancel);
        return true;
    }

    private string Configuration(PeerSetup setup)
    {
        var scenario = setup.Scenario;
        var user = Environment.IsPrivilegedProcess ? "user root;" : "";
        var tls = scenario.Tls ? " ssl" : "";
        var http2 = scenario.Http2 ? " http2" : "";
        var certificate = scenario.Tls
            ? $"ssl_certificate {setup.Certificate.CertificateFile}; ssl_certificate_key {setup.Certificate.KeyFile}; ssl_protocols TLSv1.2 TLSv1.3;"
            : "";
        return $$"""
            {{user}}
            daemon off;
            worker_processes 1;
            pid {{setup.FilePath("nginx.pid")}};
            error_log {{setup.FilePath("error.log")}} warn;
            events { worker_connections 20000; }
            http {
                log_format line escape=json '{{LogLine}}';
                access_log {{setup.AccessLog}} line{{(bufferedLog ? " buffer=64k flush=1s" : "")}};
                client_body_temp_path {{setup.FilePath("body")}}; proxy_temp_path {{setup.FilePath("proxy")}};
                fastcgi_temp_path {{setup.FilePath("fastcgi")}}; uwsgi_temp_path {{setup.FilePath("uwsgi")}}; scgi_temp_path {{setup.FilePath("scgi")}};
                keepalive_requests 100000000; keepalive_timeout 300s; tcp_nodelay on;
                upstream origin { server 127.0.0.1:{{setup.OriginPort}}; keepalive 512; keepalive_requests 100000000; keepalive_timeout 300s; }
                proxy_http_version 1.1;
                proxy_set_header Connection "";
                proxy_set_header Host $http_host;
                proxy_set_header X-Real-IP $remote_addr;
                proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                proxy_set_header X-Forwarded-Proto $scheme;
                proxy_set_header X-Forwarded-Host $host;
                proxy_set_header X-Forwarded-Port $server_port;
                proxy_set_header X-Forwarded-Path $request_uri;
                server {
                    listen 127.0.0.1:{{setup.Port}}{{tls}}{{http2}} reuseport;
                    {{certificate}}
                    {{Locations(scenario)}}
                }
            }
            """;
    }

    private static string Locations(Scenario scenario)
    {
        if (scenario.Routes == 1)
        {
            return "location / { proxy_pass http://origin; }";
        }

        var text = new StringBuilder();
        for (var i = 0; i < scenario.Routes; i++)
        {
            text.Append("location ").Append(Scenario.RoutePath(i)).Append(" { proxy_pass http://origin; }\n");
        }

        return text.ToString();
    }
}
