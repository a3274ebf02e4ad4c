using System.Diagnostics;

namespace Gatehouse.Bench.Processes;

/// <summary>Runs a short command to its end.</summary>
internal static class CommandLine
{
    /// <summary>Standard output (and error, appended). Throws when the command fails.</summary>
    public static async Task<string> RunAsync(string file, IEnumerable<string> arguments, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new BenchException($"cannot start {file}");
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancel);
            var error = process.StandardError.ReadToEndAsync(cancel);
            await process.WaitForExitAsync(cancel);
            var text = await output + await error;
            return process.ExitCode == 0 ? text : throw new BenchException($"{file} ended with {process.ExitCode}: {text}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>The first line a command prints, or "unknown": for versions in the report.</summary>
    public static async Task<string> FirstLineAsync(string file, params string[] arguments)
    {
        try
        {
            return (await RunAsync(file, arguments, CancellationToken.None)).Split('\n')[0].Trim();
        }
        catch (Exception e) when (e is BenchException or System.ComponentModel.Win32Exception)
        {
            return "unknown";
        }
    }
}
