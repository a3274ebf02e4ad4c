using System.Diagnostics.CodeAnalysis;
using Gatehouse.Commands;
using Gatehouse.Control.Declarative;
using Gatehouse.Control.Distribution;
using Gatehouse.Control.Secrets;
using Gatehouse.Core.Plugins;
using Gatehouse.Settings;

namespace Gatehouse.Tests.Commands;

/// <summary>Runs commands in this process, in a directory of their own, with captured output.</summary>
internal sealed class CommandLine : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("gatehouse-test-");

    public StringWriter Out { get; } = new();

    public StringWriter Error { get; } = new();

    public Dictionary<string, string> Environment { get; } = [];

    public NodeSettings? Started { get; private set; }

    public int NodeExitCode { get; init; }

    public Task<int> RunAsync(params string[] args) => GatehouseCommand.InvokeAsync(args, Host(), CancellationToken.None);

    public void Write(string name, string text) => File.WriteAllText(Path.Combine(_directory.FullName, name), text);

    public void Dispose() => _directory.Delete(recursive: true);

    private CommandHost Host() => new()
    {
        Run = (settings, _, _) =>
        {
            Started = settings;
            return Task.FromResult(NodeExitCode);
        },
        DeclarativeReader = () => new DeclarativeReader(new DeclarativeLoader(new NoPlugins(), new EnvVaultResolver(), TimeProvider.System)),
        Out = Out,
        Error = Error,
        Environment = Environment,
        Directory = _directory.FullName,
        Version = "1.2.3",
    };

    private sealed class NoPlugins : IPluginCatalog
    {
        public IReadOnlyList<PluginDescriptor> Descriptors => [];

        public bool TryGet(string name, [NotNullWhen(true)] out PluginDescriptor? descriptor)
        {
            descriptor = null;
            return false;
        }
    }
}
