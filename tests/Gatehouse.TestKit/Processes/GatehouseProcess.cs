using System.Net;
using System.Text;
using Gatehouse.TestKit.Waiting;

namespace Gatehouse.TestKit.Processes;

/// <summary>The real program in a process of its own, with generated settings, started and ready.</summary>
public sealed class GatehouseProcess : IAsyncDisposable
{
    private const int StartAttempts = 3;

    private readonly TemporaryFolder _folder;
    private readonly ChildProcess _process;

    private GatehouseProcess(TemporaryFolder folder, ChildProcess process, GatehousePorts ports)
    {
        _folder = folder;
        _process = process;
        Ports = ports;
    }

    public GatehousePorts Ports { get; }

    public ChildProcess Process => _process;

    public int Pid => _process.Pid;

    /// <summary>Base address of the plain listener.</summary>
    public Uri Proxy => new($"http://127.0.0.1:{Ports.Proxy}");

    /// <summary>Base address of the TLS listener.</summary>
    public Uri ProxyTls => new($"https://127.0.0.1:{Ports.ProxyTls}");

    public Uri Admin => new($"http://127.0.0.1:{Ports.Admin}");

    public Uri Status => new($"http://127.0.0.1:{Ports.Status}");

    /// <summary>The access log file, one JSON object a line.</summary>
    public string AccessLog => _folder.File("access.log");

    /// <summary>Path of a file in the gateway's own folder.</summary>
    public string FileOf(string name) => _folder.File(name);

    public string DeclarativeFile => _folder.File("kong.yml");

    /// <summary>The program beside the test, where the build put it, or the one ./build made.</summary>
    public static string Executable
    {
        get
        {
            var beside = Path.Combine(AppContext.BaseDirectory, "gatehouse");
            return File.Exists(beside) ? beside : RepositoryRoot.Combine("out", "gatehouse");
        }
    }

    /// <summary>Starts and waits until /status/ready answers 200. Tries other ports when one was taken meanwhile.</summary>
    public static async Task<GatehouseProcess> StartAsync(GatehouseOptions options)
    {
        for (var attempt = 1; ; attempt++)
        {
            var gateway = Launch(options);
            try
            {
                await gateway.WaitUntilReadyAsync(options.StartDeadline);
                return gateway;
            }
            catch (InvalidOperationException e) when (attempt < StartAttempts && e.Message.Contains("in use", StringComparison.OrdinalIgnoreCase))
            {
                await gateway.DisposeAsync();
            }
            catch
            {
                await gateway.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>Starts without waiting: for tests of what happens before, or instead of, being ready.</summary>
    public static GatehouseProcess Launch(GatehouseOptions options)
    {
        var folder = new TemporaryFolder();
        var ports = new GatehousePorts(FreePort.Next(), FreePort.Next(), FreePort.Next(), FreePort.Next())
        {
            Further = [.. options.FurtherListeners.Select(_ => FreePort.Next())],
        };
        folder.Write("kong.yml", options.Declarative);
        var node = folder.Write("gatehouse.yaml", NodeFile(options, folder, ports));
        string prelude = (options.IgnoredSignals.Length == 0 ? "" : $"trap '' {options.IgnoredSignals}; ")
            + (options.DescriptorLimit is { } limit ? $"ulimit -n {limit}; " : "");
        IReadOnlyList<string> command = prelude.Length == 0
            ? [Executable, "start", "--config", node]
            : ["/bin/sh", "-c", prelude + "exec \"$0\" \"$@\"", Executable, "start", "--config", node];
        return new GatehouseProcess(folder, ChildProcess.Start(command[0], [.. command.Skip(1)], options.Environment, folder.Path), ports);
    }

    /// <summary>Replaces the declarative file by a rename. The gateway notices by itself or on <see cref="Signal.Hangup"/>.</summary>
    public void WriteDeclarative(string content) => _folder.Write("kong.yml", content);

    public void Send(Signal signal) => _process.Send(signal);

    public async Task WaitUntilReadyAsync(TimeSpan deadline)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        await Eventually.TrueAsync(
            async () =>
            {
                if (_process.HasExited)
                {
                    throw new InvalidOperationException($"gatehouse ended with {_process.ExitCode}\n{_process.Output}{_process.Error}");
                }

                try
                {
                    using var response = await client.GetAsync(new Uri(Status, "/status/ready"));
                    return response.StatusCode == HttpStatusCode.OK;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            "gatehouse to be ready",
            deadline);
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
    }

    private static string Further(GatehouseOptions options, GatehousePorts ports) =>
        string.Concat(options.FurtherListeners.Zip(ports.Further, (flags, port) => $", 127.0.0.1:{port} {flags}"));

    private static string NodeFile(GatehouseOptions options, TemporaryFolder folder, GatehousePorts ports)
    {
        var flags = options.ProxyFlags.Length > 0 ? " " + options.ProxyFlags : "";
        var settings = new Dictionary<string, string>
        {
            ["database"] = "\"off\"",
            ["declarative_config"] = folder.File("kong.yml"),
            ["proxy_listen"] = $"127.0.0.1:{ports.Proxy}{flags}, 127.0.0.1:{ports.ProxyTls} ssl http2" + Further(options, ports),
            ["admin_listen"] = $"127.0.0.1:{ports.Admin}",
            ["status_listen"] = $"127.0.0.1:{ports.Status}",
            ["proxy_access_log"] = folder.File("access.log"),
            ["nginx_worker_processes"] = "2",
            ["prefix"] = folder.Path,
        };
        foreach (var (key, value) in options.Node)
        {
            settings[key] = value;
        }

        var text = new StringBuilder();
        foreach (var (key, value) in settings)
        {
            text.Append(key).Append(": ").Append(value).Append('\n');
        }

        return text.ToString();
    }
}
