using Gatehouse.Bench.Processes;

namespace Gatehouse.Bench.Origins;

/// <summary>The server behind every proxy: nginx without a log, 100 bytes of JSON on every path, 10 KB on one.</summary>
internal static class Origin
{
    public static readonly string SmallBody = "{\"message\":\"" + new string('x', 100 - 14) + "\"}";

    private static readonly string LargeBody = "{\"message\":\"" + new string('x', (10 * 1024) - 14) + "\"}";

    public static string ExpectedBody(int bytes) => bytes == SmallBody.Length ? SmallBody : LargeBody;

    public static async Task<PinnedProcess> StartAsync(string folder, int port, int core, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "10kb"), LargeBody, cancel);
        var config = Path.Combine(folder, "nginx.conf");
        var user = Environment.IsPrivilegedProcess ? "user root;" : "";
        await File.WriteAllTextAsync(config, $$"""
            {{user}}
            daemon off;
            worker_processes 1;
            pid {{folder}}/nginx.pid;
            error_log {{folder}}/error.log warn;
            events { worker_connections 20000; }
            http {
                access_log off;
                client_body_temp_path {{folder}}/body; proxy_temp_path {{folder}}/proxy;
                fastcgi_temp_path {{folder}}/fastcgi; uwsgi_temp_path {{folder}}/uwsgi; scgi_temp_path {{folder}}/scgi;
                keepalive_requests 1000000000; keepalive_timeout 3600s; tcp_nodelay on; sendfile on; open_file_cache max=8;
                default_type application/json;
                server {
                    listen 127.0.0.1:{{port}};
                    location / { return 200 '{{SmallBody}}'; }
                    location = /10kb { root {{folder}}; }
                }
            }
            """, cancel);
        return PinnedProcess.Start(core, Path.Combine(folder, "output.log"), "nginx", "-p", folder, "-c", config, "-e", Path.Combine(folder, "error.log"));
    }
}
