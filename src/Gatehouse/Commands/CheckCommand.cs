using System.CommandLine;
using Gatehouse.Composition;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Schemas;
using Gatehouse.Settings;
using Gatehouse.Tls;

namespace Gatehouse.Commands;

/// <summary><c>gatehouse check FILE…</c>: prints every error and warning of declarative files and settings files.</summary>
internal static class CheckCommand
{
    public static Command Create(CommandHost host)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Declarative files or settings files; which one a file is shows in its content",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command("check", "Prints every error of configuration files; exit code 0 without, 1 with errors, 2 when a file cannot be read") { files };
        command.SetAction((result, cancellationToken) => RunAsync(host, result.GetValue(files)!, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandHost host, string[] files, CancellationToken cancellationToken)
    {
        try
        {
            return await CheckAllAsync(host, files, cancellationToken);
        }
        catch (IOException e)
        {
            // Reading is caught where it happens: this is the output, a full disk or a closed pipe.
            await host.Error.WriteLineAsync($"the result cannot be written: {e.Message}");
            return ExitCode.Usage;
        }
    }

    private static async Task<int> CheckAllAsync(CommandHost host, string[] files, CancellationToken cancellationToken)
    {
        var exitCode = ExitCode.Ok;
        foreach (var file in files)
        {
            exitCode = Math.Max(exitCode, await CheckAsync(host, file, cancellationToken));
        }

        return exitCode;
    }

    private static async Task<int> CheckAsync(CommandHost host, string file, CancellationToken cancellationToken)
    {
        if (Directory.Exists(Path.GetFullPath(file, host.Directory)))
        {
            await host.Error.WriteLineAsync($"{file}: is a directory; name the files in it");
            return ExitCode.Usage;
        }

        string text;
        try
        {
            text = await File.ReadAllTextAsync(Path.GetFullPath(file, host.Directory), cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await host.Error.WriteLineAsync($"{file}: cannot be read: {e.Message}");
            return ExitCode.Usage;
        }

        // An empty kong.conf is a node with every default; anything else that is empty nobody meant, and start refuses it.
        if (string.IsNullOrWhiteSpace(text) && !file.EndsWith(".conf", StringComparison.OrdinalIgnoreCase))
        {
            await host.Out.WriteLineAsync($"{file}: is empty; a declarative file holds at least _format_version");
            await host.Out.WriteLineAsync($"{file}: 1 error");
            return ExitCode.Invalid;
        }

        var (errors, warnings) = FileKind.IsDeclarative(file, text) ? await CheckDeclarativeAsync(host, file, text) : CheckSettings(host, file, text);
        foreach (var warning in warnings)
        {
            await host.Out.WriteLineAsync($"warning: {ValueDisplay.Printable(warning)}");
        }

        foreach (var error in errors)
        {
            await host.Out.WriteLineAsync(ValueDisplay.Printable(error));
        }

        await host.Out.WriteLineAsync(errors.Count == 0
            ? $"{file}: ok"
            : $"{file}: {errors.Count} error{(errors.Count == 1 ? "" : "s")}");
        return errors.Count == 0 ? ExitCode.Ok : ExitCode.Invalid;
    }

    private static async ValueTask<(IReadOnlyList<string> Errors, IReadOnlyList<string> Warnings)> CheckDeclarativeAsync(
        CommandHost host, string file, string text)
    {
        var reading = host.DeclarativeReader().Read(text);

        // What schemas accept may still not be buildable; a node would refuse it too. One run tells both.
        IReadOnlyList<ConfigError> errors =
        [
            .. reading.Errors,
            .. reading.InDocument(await host.TryBuild(reading.Config ?? reading.Buildable)),
        ];
        return ([.. errors.Select(e => Show(e, file))], [.. reading.Warnings.Select(w => Show(w, file))]);
    }

    /// <summary>The environment of whoever checks is not that of the node: it counts only for references.</summary>
    private static (IReadOnlyList<string> Errors, IReadOnlyList<string> Warnings) CheckSettings(CommandHost host, string file, string text)
    {
        var environment = host.Environment
            .Where(static pair => !pair.Key.StartsWith("GATEHOUSE_", StringComparison.Ordinal) && !pair.Key.StartsWith("KONG_", StringComparison.Ordinal))
            .ToDictionary(StringComparer.Ordinal);
        var result = SettingsLoader.Parse(Path.GetFullPath(file, host.Directory), text, environment, host.Directory);
        IEnumerable<string> files = result.Settings is { } settings ? [.. CertificateLoader.Problems(settings.Tls), .. LogFiles.Problems(settings)] : [];
        var plugins = PluginSelection.Unknown(NodePlugins.Catalog, result.Settings?.PluginNames ?? []);
        return (
            [.. result.Errors.Select(e => Show(e, host, file)), .. files.Select(p => $"{file}: {p}")],
            [.. result.Warnings.Select(w => Show(w, host, file)), .. plugins.Select(p => $"{file}: {PluginSelection.MessageOf(p)}")]);
    }

    /// <summary>An error of the text as a whole has no path.</summary>
    private static string Show(ConfigError error, string file)
        => error.Path.Length == 0 ? (error with { Path = file }).ToString() : $"{file}: {error}";

    /// <summary>Errors name the file as the user did.</summary>
    private static string Show(SettingError error, CommandHost host, string file)
    {
        var full = Path.GetFullPath(file, host.Directory);
        var source = error.Source.StartsWith(full, StringComparison.Ordinal) ? file + error.Source[full.Length..] : $"{file}: {error.Source}";
        return (error with { Source = source }).ToString();
    }
}
