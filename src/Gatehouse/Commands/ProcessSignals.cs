using System.Runtime.InteropServices;
using Gatehouse.Posix;

namespace Gatehouse.Commands;

/// <summary>
/// Signals as nginx users know them: SIGTERM, SIGINT and SIGQUIT drain, a second one of them ends at once, SIGHUP reloads,
/// SIGUSR1 reopens logs. A signal that has a handler here no longer ends the process by itself.
/// </summary>
public sealed class ProcessSignals : IDisposable
{
    /// <summary>SIGUSR1 on Linux; the enumeration of the runtime does not name it.</summary>
    private const int SigUsr1 = 10;

    private readonly CancellationTokenSource _drain = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _stops;

    /// <summary>Fires on the first signal to stop: drain, then exit 0.</summary>
    public CancellationToken Drain => _drain.Token;

    /// <summary>Fires on the second signal to stop: give up what is in flight.</summary>
    public CancellationToken Abort => _abort.Token;

    /// <summary>SIGHUP: read the configuration again. Raised on a thread of the pool.</summary>
    public event Action? Reload;

    /// <summary>SIGUSR1: log files were moved away, open new ones. Raised on a thread of the pool.</summary>
    public event Action? ReopenLogs;

    /// <summary>Starts listening to the signals of the process.</summary>
    public static ProcessSignals Listen()
    {
        IgnoredSignals.Restore();
        var signals = new ProcessSignals();
        foreach (var signal in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT])
        {
            signals.Register(signal, signals.OnStop);
        }

        if (!OperatingSystem.IsWindows())
        {
            signals.Register(PosixSignal.SIGHUP, signals.OnReload);
        }

        if (OperatingSystem.IsLinux())
        {
            signals.Register((PosixSignal)SigUsr1, signals.OnReopenLogs);
        }

        return signals;
    }

    public void Dispose()
    {
        _registrations.ForEach(static registration => registration.Dispose());
        _drain.Dispose();
        _abort.Dispose();
    }

    /// <summary>A signal to stop. Tests raise it by hand.</summary>
    internal void OnStop()
    {
        var source = Interlocked.Increment(ref _stops) == 1 ? _drain : _abort;
        source.Cancel();
    }

    internal void OnReload() => Reload?.Invoke();

    internal void OnReopenLogs() => ReopenLogs?.Invoke();

    private void Register(PosixSignal signal, Action handler)
        => _registrations.Add(PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            handler();
        }));
}
