using System.CommandLine;
using Gatehouse.Settings;

namespace Gatehouse.Commands;

/// <summary><c>gatehouse start [--config FILE]</c>.</summary>
internal static class StartCommand
{
    public static Command Create(CommandHost host)
    {
        var config = new Option<string?>("--config", "-c")
        {
            Description = $"Settings file, YAML or kong.conf. Default: {SettingsLoader.DefaultFile}, if it is there",
            HelpName = "FILE",
        };
        var command = new Command("start", "Starts the gateway and serves until it is told to stop") { config };
        command.SetAction((result, cancellationToken) => RunAsync(host, result.GetValue(config), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandHost host, string? config, CancellationToken cancellationToken)
    {
        var path = config is null ? null : Path.GetFullPath(config, host.Directory);
        var result = SettingsLoader.Load(path, host.Environment, host.Directory);
        foreach (var warning in result.Warnings)
        {
            await host.Error.WriteLineAsync($"warning: {warning}");
        }

        foreach (var error in result.Errors)
        {
            await host.Error.WriteLineAsync($"error: {error}");
        }

        if (result.Settings is not { } settings)
        {
            await host.Error.WriteLineAsync($"Not started: {result.Errors.Count} error{(result.Errors.Count == 1 ? "" : "s")} in the settings.");
            return ExitCode.Invalid;
        }

        return await host.Run(settings, host.Error, cancellationToken);
    }
}
