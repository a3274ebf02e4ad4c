using System.Collections;
using Gatehouse.Commands;
using Gatehouse.Composition;
using Gatehouse.Net.Channels;

// Before anything else opens a descriptor: what fails for want of one says nothing useful, or ends the process.
if (args is ["start", ..] && new DescriptorBudget(DescriptorLimit.Raise(), workers: 1) is { IsEnough: false } budget)
{
    await Console.Error.WriteLineAsync(budget.Refusal);
    return ExitCode.Invalid;
}

// Nothing here reads keys. On a terminal the first use of the console writes the sequences that prepare it for that, unless it
// does not know the terminal.
Environment.SetEnvironmentVariable("TERM", null);

return await GatehouseCommand.InvokeAsync(
    args,
    new CommandHost
    {
        Run = NodeHost.RunAsync,
        DeclarativeReader = () => NodeHost.ReaderOf(null),
        TryBuild = config => NodePlugins.Trial().RunAsync(config),
        In = () => Console.In,
        Out = Console.Out,
        Error = Console.Error,
        Environment = Environment.GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "", StringComparer.Ordinal),
        Directory = Environment.CurrentDirectory,
        Version = Product.Version,
    },
    CancellationToken.None);
