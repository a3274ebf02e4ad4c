using System.Net;
using System.Net.Sockets;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;

namespace Gatehouse.TestKit.Origins;

/// <summary>Real nginx in a temporary folder on a free port: the origin whose behaviour nobody here wrote.</summary>
public sealed class NginxOrigin : IAsyncDisposable
{
    /// <summary>100 bytes of JSON on every path, 10 KB of text at /10kb, the request's id echoed as a header.</summary>
    public static readonly string DefaultLocations = $$"""
        default_type application/json;
        add_header X-Origin nginx;
        location / { return 200 '{"message":"{{new string('x', 86)}}"}'; }
        location = /10kb { root files; default_type text/plain; }
        location = /echo { default_type text/plain; return 200 "$request_method $request_uri $http_x_request_id"; }
        location = /no-content { return 204; }
        """;

    private readonly TemporaryFolder _folder;
    private readonly ChildProcess _process;

    private NginxOrigin(TemporaryFolder folder, ChildProcess process, int port)
    {
        _folder = folder;
        _process = process;
        Port = port;
    }

    public int Port { get; }

    public Uri Uri => new($"http://127.0.0.1:{Port}");

    public ChildProcess Process => _process;

    /// <summary>Starts nginx with these directives inside its one <c>server</c> block, by default <see cref="DefaultLocations"/>; relative paths are below its folder.</summary>
    public static async Task<NginxOrigin> StartAsync(string? serverDirectives = null)
    {
        var folder = new TemporaryFolder();
        var port = FreePort.Next();
        Directory.CreateDirectory(folder.File("files"));
        folder.Write("files/10kb", new string('k', 10 * 1024));
        var config = folder.Write("nginx.conf", Configuration(folder, port, serverDirectives ?? DefaultLocations));
        var process = ChildProcess.Start(Executable(), ["-p", folder.Path, "-c", config, "-e", folder.File("error.log")]);
        var origin = new NginxOrigin(folder, process, port);
        try
        {
            await Eventually.TrueAsync(origin.AcceptsAsync, "nginx to listen");
            return origin;
        }
        catch
        {
            await origin.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<bool> AcceptsAsync()
    {
        if (_process.HasExited)
        {
            throw new InvalidOperationException($"nginx ended with {_process.ExitCode}: {_process.Error}");
        }

        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // Debian keeps it in sbin, which an ordinary user's PATH does not name.
    private static string Executable() => File.Exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx";

    private static string Configuration(TemporaryFolder folder, int port, string serverDirectives) => $$"""
        {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
        daemon off;
        worker_processes 1;
        pid {{folder.File("nginx.pid")}};
        events { worker_connections 4096; }
        http {
            access_log off;
            keepalive_requests 1000000;
            client_max_body_size 0;
            client_body_temp_path {{folder.File("body")}}; proxy_temp_path {{folder.File("proxy")}};
            fastcgi_temp_path {{folder.File("fastcgi")}}; uwsgi_temp_path {{folder.File("uwsgi")}}; scgi_temp_path {{folder.File("scgi")}};
            server {
                listen 127.0.0.1:{{port}};
                {{serverDirectives}}
            }
        }
        """;
}
