using Gatehouse.Bench;
using Gatehouse.Bench.Processes;

if (!BenchOptions.TryParse(args, out var options, out var problem))
{
    Console.Error.WriteLine(problem);
    Console.Error.WriteLine(BenchOptions.Usage);
    return 2;
}

using var cancel = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    cancel.Cancel();
};

try
{
    ControllerCore.Pin(options.LoadCore);
    await new BenchRun(options, Console.Out).ExecuteAsync(cancel.Token);
    return 0;
}
catch (BenchException failure)
{
    Console.Error.WriteLine($"error: {failure.Message}");
    return 1;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("interrupted");
    return 130;
}
