using System.Globalization;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;

namespace Gatehouse.TestKit.Postgres;

/// <summary>Real PostgreSQL in a temporary folder on a free port of loopback, without waiting for disks; user and database <c>gatehouse</c>.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>What the distribution's package runs it as: the server refuses to run as root.</summary>
    private const string Account = "postgres";

    private static readonly string Programs = FindPrograms();

    private readonly TemporaryFolder _folder = new();
    private ChildProcess? _process;

    private PostgresServer()
    {
    }

    public int Port { get; } = FreePort.Next();

    /// <summary>As Npgsql reads it.</summary>
    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Username=gatehouse;Database=postgres;Timeout=5;Command Timeout=10";

    private string Data => _folder.File("data");

    /// <summary>Makes a cluster and starts it.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        var server = new PostgresServer();
        try
        {
            if (Environment.IsPrivilegedProcess)
            {
                await RunAsync("chown", [Account, server._folder.Path]);
            }

            await RunAsync(AsAccount(
                "initdb", "-D", server.Data, "-U", "gatehouse", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"));
            await server.BeginAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it again after <see cref="StopAsync"/>, with what it has committed.</summary>
    public async Task BeginAsync()
    {
        var (file, arguments) = AsAccount(
            "postgres", "-D", Data, "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-k", "",
            "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=20", "-c", "shared_buffers=16MB");
        _process = ChildProcess.Start(file, arguments);
        await Eventually.TrueAsync(AnswersAsync, "PostgreSQL to answer");
    }

    /// <summary>Stops it at once, open connections with it.</summary>
    public async Task StopAsync()
    {
        if (_process is { } process)
        {
            _process = null;

            // Interrupt is its fast shutdown; killed, it would leave its shared memory behind.
            process.Send(Signal.Interrupt);
            await process.WaitForExitAsync(Eventually.DefaultDeadline);
            await process.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        if (_process!.HasExited)
        {
            throw new InvalidOperationException($"postgres ended with {_process.ExitCode}: {_process.Output}{_process.Error}");
        }

        await using var probe = ChildProcess.Start(
            Path.Combine(Programs, "pg_isready"), ["-q", "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture)]);
        return await probe.WaitForExitAsync(Eventually.DefaultDeadline) == 0;
    }

    private static (string File, IReadOnlyList<string> Arguments) AsAccount(string program, params IReadOnlyList<string> arguments)
    {
        string path = Path.Combine(Programs, program);
        return Environment.IsPrivilegedProcess
            ? ("setpriv", [$"--reuid={Account}", $"--regid={Account}", "--clear-groups", "--", path, .. arguments])
            : (path, arguments);
    }

    private static Task RunAsync((string File, IReadOnlyList<string> Arguments) command) => RunAsync(command.File, command.Arguments);

    private static async Task RunAsync(string file, IReadOnlyList<string> arguments)
    {
        await using var process = ChildProcess.Start(file, arguments);
        if (await process.WaitForExitAsync(Eventually.DefaultDeadline) is not 0 and var code)
        {
            throw new InvalidOperationException($"{file} ended with {code}: {process.Output}{process.Error}");
        }
    }

    // Debian keeps the server's programs of each version beside the path.
    private static string FindPrograms()
    {
        const string Versions = "/usr/lib/postgresql";
        string[] found = Directory.Exists(Versions) ? [.. Directory.GetDirectories(Versions).Select(v => Path.Combine(v, "bin")).Where(b => File.Exists(Path.Combine(b, "initdb")))] : [];
        return found.Length > 0 ? found.Order(StringComparer.Ordinal).Last() : "";
    }
}
