using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Gatehouse.TestKit.Processes;

/// <summary>A process a test started: collects what it prints, and is killed with its children when disposed.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Lock _gate = new();
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();

    private ChildProcess(Process process)
    {
        _process = process;
        _process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Append(_error, line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Pid => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>Whole lines written to standard output so far.</summary>
    public string Output => Read(_output);

    /// <summary>Whole lines written to standard error so far.</summary>
    public string Error => Read(_error);

    /// <summary>Resident memory in bytes, from /proc.</summary>
    public long ResidentBytes => long.Parse(File.ReadAllText($"/proc/{Pid}/statm").Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;

    /// <summary>Open file descriptors, sockets among them.</summary>
    public int OpenFiles => Directory.GetFileSystemEntries($"/proc/{Pid}/fd").Length;

    public static ChildProcess Start(string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? workingDirectory = null)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory ?? "",
        };
        foreach (var (key, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[key] = value;
        }

        return new ChildProcess(Process.Start(start) ?? throw new InvalidOperationException($"cannot start {file}"));
    }

    public void Send(Signal signal) => SignalSender.Send(Pid, signal);

    /// <summary>Waits for the end; returns the exit code (128 + n after signal n).</summary>
    public async Task<int> WaitForExitAsync(TimeSpan deadline)
    {
        await Waiting.Eventually.EndsAsync(_process.WaitForExitAsync(), $"process {Pid} to end", deadline);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Append(StringBuilder target, string? line)
    {
        if (line is not null)
        {
            lock (_gate)
            {
                target.Append(line).Append('\n');
            }
        }
    }

    private string Read(StringBuilder source)
    {
        lock (_gate)
        {
            return source.ToString();
        }
    }
}
