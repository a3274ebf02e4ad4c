using Gatehouse.Commands;
using Gatehouse.Composition;
using Gatehouse.Settings;

namespace Gatehouse.Tests.Commands;

/// <summary>Runs commands in this process, in a directory of their own, with captured output.</summary>
internal sealed class CommandLine : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("gatehouse-test-");

    public string In { get; init; } = "";

    public StringWriter Out { get; } = new();

    public StringWriter Error { get; } = new();

    public Dictionary<string, string> Environment { get; } = [];

    public NodeSettings? Started { get; private set; }

    public int NodeExitCode { get; init; }

    public Task<int> RunAsync(params string[] args) => GatehouseCommand.InvokeAsync(args, Host(), CancellationToken.None);

    /// <summary>Absolute path of a file in the directory, there or not.</summary>
    public string PathOf(string name) => Path.Combine(_directory.FullName, name);

    public void Write(string name, string text) => File.WriteAllText(PathOf(name), text);

    public void Dispose() => _directory.Delete(recursive: true);

    /// <summary>2027-01-15 08:00:00Z.</summary>
    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    }

    private CommandHost Host() => new()
    {
        Run = (settings, _, _) =>
        {
            Started = settings;
            return Task.FromResult(NodeExitCode);
        },
        DeclarativeReader = () => NodeHost.ReaderOf(null),
        TryBuild = config => NodePlugins.Trial().RunAsync(config),
        In = () => new StringReader(In),
        Out = Out,
        Error = Error,
        Environment = Environment,
        Directory = _directory.FullName,
        Version = "1.2.3",
        Time = new FixedTime(),
    };
}
