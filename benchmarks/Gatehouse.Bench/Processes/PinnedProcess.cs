using System.Diagnostics;
using System.Globalization;

namespace Gatehouse.Bench.Processes;

/// <summary>A server pinned to one core, its output appended to a file, ended when disposed.</summary>
internal sealed class PinnedProcess : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly string _outputFile;

    private PinnedProcess(Process process, string outputFile)
    {
        _process = process;
        _outputFile = outputFile;
    }

    /// <summary>The server itself: the shell and taskset replace themselves by exec.</summary>
    public int Pid => _process.Id;

    public bool HasExited => _process.HasExited;

    public string Output => File.Exists(_outputFile) ? File.ReadAllText(_outputFile) : "";

    public static PinnedProcess Start(int core, string outputFile, params ReadOnlySpan<string> command)
    {
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false };
        // The shell opens the file in append mode, so that truncating it between rounds really frees it.
        foreach (var argument in (ReadOnlySpan<string>)["-c", "out=$1; core=$2; shift 2; exec taskset -c \"$core\" \"$@\" >>\"$out\" 2>&1", "sh", outputFile, core.ToString(CultureInfo.InvariantCulture)])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var argument in command)
        {
            start.ArgumentList.Add(argument);
        }

        return new PinnedProcess(Process.Start(start) ?? throw new BenchException($"cannot start {command[0]}"), outputFile);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var kill = Process.Start("/bin/kill", ["-TERM", Pid.ToString(CultureInfo.InvariantCulture)]);
            using var deadline = new CancellationTokenSource(Grace);
            try
            {
                await _process.WaitForExitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync(CancellationToken.None);
            }
        }

        _process.Dispose();
    }
}
