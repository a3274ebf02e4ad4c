using System.CommandLine;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Commands;

/// <summary>The command line of the program.</summary>
public static class GatehouseCommand
{
    /// <summary>Runs what <paramref name="args"/> say; gives the exit code.</summary>
    public static async Task<int> InvokeAsync(string[] args, CommandHost host, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        var root = new RootCommand("API gateway that reads Kong's configuration")
        {
            StartCommand.Create(host),
            CheckCommand.Create(host),
            KeyCommand.Create(host),
            PasswordCommand.Create(host),
            VersionCommand(host),
        };
        UseOwnVersionOption(root, host);
        root.SetAction(_ =>
        {
            host.Error.WriteLine("Say what to do: start, check, key, password or version. See gatehouse --help.");
            return ExitCode.Usage;
        });

        var result = root.Parse(args);
        if (result.Errors.Count > 0)
        {
            foreach (var error in result.Errors)
            {
                await host.Error.WriteLineAsync(error.Message);
            }

            if (ReferenceEquals(result.CommandResult.Command, root) && Suggestion.For(args[0], root.Subcommands.Select(static c => c.Name)) is { } near)
            {
                await host.Error.WriteLineAsync($"Did you mean '{near}'?");
            }

            await host.Error.WriteLineAsync("See gatehouse --help.");
            return ExitCode.Usage;
        }

        // The node handles signals itself: draining takes longer than the library's two seconds.
        var configuration = new InvocationConfiguration
        {
            Output = host.Out,
            Error = host.Error,
            ProcessTerminationTimeout = null,
            EnableDefaultExceptionHandler = false,
        };
        return await result.InvokeAsync(configuration, cancellationToken);
    }

    private static Command VersionCommand(CommandHost host)
    {
        var command = new Command("version", "Prints the version");
        command.SetAction(_ => WriteVersion(host));
        return command;
    }

    /// <summary>The library's option prints the version of the entry assembly, which in tests is another one.</summary>
    private static void UseOwnVersionOption(RootCommand root, CommandHost host)
    {
        foreach (var option in root.Options)
        {
            if (option is VersionOption version)
            {
                version.Action = new WriteVersionAction(host);
            }
        }
    }

    private static int WriteVersion(CommandHost host)
    {
        host.Out.WriteLine($"gatehouse {host.Version}");
        return ExitCode.Ok;
    }

    private sealed class WriteVersionAction(CommandHost host) : System.CommandLine.Invocation.SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult) => WriteVersion(host);
    }
}
