using System.Globalization;
using Gatehouse.TestKit.Certificates;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;

namespace Gatehouse.TestKit.Redis;

/// <summary>Real Redis in a temporary folder on a free port, without persistence; as a plain server, a sentinel or a cluster node.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _settings;
    private readonly bool _isSentinel;
    private readonly List<string> _clientOptions;
    private ChildProcess? _process;

    private RedisServer(IEnumerable<string> settings, TestLeaf? certificate, string? authority, bool isSentinel)
    {
        _isSentinel = isSentinel;
        _settings = ["daemonize no", "bind 127.0.0.1", $"dir {_folder.Path}"];
        _clientOptions = ["-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture)];
        if (!isSentinel)
        {
            // Off what needs a disk, and on DEBUG SLEEP.
            _settings.AddRange(["save \"\"", "appendonly no", "enable-debug-command local"]);
        }

        if (certificate is not null)
        {
            _settings.AddRange([
                "port 0", $"tls-port {Port}", "tls-auth-clients no", $"tls-cert-file {_folder.Write("cert.pem", certificate.CertificatePem)}",
                $"tls-key-file {_folder.Write("key.pem", certificate.KeyPem)}", $"tls-ca-cert-file {_folder.Write("ca.pem", authority!)}"]);
            _clientOptions.AddRange(["--tls", "--cacert", _folder.File("ca.pem")]);
        }
        else
        {
            _settings.Add($"port {Port}");
        }

        _settings.AddRange(settings);
    }

    public int Port { get; } = FreePort.Next();

    public ChildProcess Process => _process ?? throw new InvalidOperationException("The server is stopped.");

    /// <summary>Starts a server with further lines of configuration.</summary>
    public static async Task<RedisServer> StartAsync(params IReadOnlyList<string> settings) => await new RedisServer(settings, null, null, false).BeginAsync();

    /// <summary>Starts a server that speaks TLS only.</summary>
    public static async Task<RedisServer> StartTlsAsync(TestLeaf certificate, string authority, params IReadOnlyList<string> settings) =>
        await new RedisServer(settings, certificate, authority, false).BeginAsync();

    /// <summary>Starts a sentinel.</summary>
    public static async Task<RedisServer> StartSentinelAsync(params IReadOnlyList<string> settings) => await new RedisServer(settings, null, null, true).BeginAsync();

    /// <summary>Starts it again after <see cref="KillAsync"/>, empty.</summary>
    public async Task<RedisServer> BeginAsync()
    {
        try
        {
            string config = _folder.Write("redis.conf", string.Join('\n', _settings) + "\n");
            _process = ChildProcess.Start("redis-server", _isSentinel ? [config, "--sentinel"] : [config]);
            await Eventually.TrueAsync(AnswersAsync, "Redis to answer");
            return this;
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills it, as a crash would.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            await process.DisposeAsync();
        }
    }

    /// <summary>Runs a command with <c>redis-cli</c>; what it prints. With options of the client's before the command.</summary>
    public async Task<string> CallAsync(params IReadOnlyList<string> command)
    {
        await using var client = ChildProcess.Start("redis-cli", [.. _clientOptions, .. command]);
        await client.WaitForExitAsync(Eventually.DefaultDeadline);
        return client.Output.Trim();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _folder.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        if (Process.HasExited)
        {
            throw new InvalidOperationException($"redis-server ended with {Process.ExitCode}: {Process.Output}{Process.Error}");
        }

        string answer = await CallAsync("PING");
        return answer.StartsWith("PONG", StringComparison.Ordinal) || answer.Contains("NOAUTH", StringComparison.Ordinal);
    }
}
