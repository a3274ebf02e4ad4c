using System.Text.RegularExpressions;
using Gatehouse.TestKit;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.EndToEnd.Samples;

/// <summary>A sample as it is, on other ports.</summary>
/// <param name="name">Its folder.</param>
public abstract partial class RunningSample(string name) : IAsyncLifetime, IDisposable
{
    // Ports of the sample, as they stand in its files and in READMEs, and those of this run.
    private readonly Dictionary<string, int> _ports = ((ReadOnlySpan<string>)["8000", "8443", "8001", "8007", "8010"]).ToArray().ToDictionary(p => p, _ => FreePort.Next());
    private readonly TemporaryFolder _folder = new();
    private ChildProcess? _process;

    public ChildProcess Process => _process!;

    /// <summary>What the sample's README has its reader put into the environment.</summary>
    protected virtual IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>();

    public HttpClient Client { get; } = new() { Timeout = TimeSpan.FromSeconds(20) };

    public Uri Proxy => new(OnOurPorts("http://127.0.0.1:8000"));

    public Uri Status => new(OnOurPorts("http://127.0.0.1:8007"));

    public async Task InitializeAsync()
    {
        string sample = RepositoryRoot.Combine("samples", name);
        // Only the ports inside the declarative file cannot be overridden by the environment.
        string declarative = _folder.Write("kong.yml", OnOurPorts(await File.ReadAllTextAsync(Path.Combine(sample, "kong.yml"))));
        var environment = new Dictionary<string, string>
        {
            ["GATEHOUSE_PROXY_LISTEN"] = OnOurPorts("127.0.0.1:8000 http2, 127.0.0.1:8443 ssl http2"),
            ["GATEHOUSE_ADMIN_LISTEN"] = OnOurPorts("127.0.0.1:8001"),
            ["GATEHOUSE_STATUS_LISTEN"] = OnOurPorts("127.0.0.1:8007"),
            ["GATEHOUSE_ECHO_LISTEN"] = OnOurPorts("127.0.0.1:8010"),
            ["GATEHOUSE_DECLARATIVE_CONFIG"] = declarative,
            ["GATEHOUSE_PREFIX"] = _folder.Path,
        };
        foreach (var (key, value) in Environment)
        {
            environment[key] = value;
        }

        _process = ChildProcess.Start(GatehouseProcess.Executable, ["start", "--config", Path.Combine(sample, "gatehouse.yaml")], environment, _folder.Path);
        await Eventually.TrueAsync(IsReadyAsync, $"the sample {name} to be ready", TimeSpan.FromSeconds(30));
    }

    public async Task DisposeAsync() => await Process.DisposeAsync();

    public void Dispose()
    {
        Client.Dispose();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs an example in the root of the repository. Null when it succeeds and prints what is shown, else what it did instead.</summary>
    public async Task<string?> DifferenceAsync(ReadmeExample example)
    {
        await using var shell = ChildProcess.Start("bash", ["-euo", "pipefail", "-c", OnOurPorts(example.Command)], workingDirectory: RepositoryRoot.Path);
        int code = await shell.WaitForExitAsync(TimeSpan.FromSeconds(30));
        if (code != 0)
        {
            return $"{example}: exit code {code}\n{shell.Output}{shell.Error}";
        }

        if (example.Expected is not { } expected)
        {
            return null;
        }

        string pattern = "^" + Regex.Escape(expected.Trim()).Replace(@"\.\.\.", "[\\s\\S]*?", StringComparison.Ordinal) + "$";
        string output = OnSamplePorts(shell.Output).ReplaceLineEndings("\n").Trim();
        return Regex.IsMatch(output, pattern, RegexOptions.CultureInvariant) ? null : $"{example}: printed\n{output}\ninstead of\n{expected}";
    }

    /// <summary>Replaces the ports of the sample by those of this run.</summary>
    public string OnOurPorts(string text) => Port().Replace(text, match => $"{match.Groups[1].Value}:{_ports[match.Groups[2].Value]}");

    /// <summary>And back, so that output can be compared with what a README shows.</summary>
    public string OnSamplePorts(string text) =>
        _ports.Aggregate(text, (current, port) => current.Replace($"{port.Value}", port.Key, StringComparison.Ordinal));

    private async Task<bool> IsReadyAsync()
    {
        Assert.False(Process.HasExited, Process.Error);
        try
        {
            using var response = await Client.GetAsync(new Uri(Status, "/status/ready"));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"(127\.0\.0\.1|localhost):(8000|8443|8001|8007|8010)\b")]
    private static partial Regex Port();
}
