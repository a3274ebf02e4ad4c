using Gatehouse.Commands;
using Xunit;

namespace Gatehouse.Tests.Commands;

public class ProcessSignalsTests
{
    [Fact]
    public void Stop_first_drains_and_second_aborts()
    {
        using var signals = new ProcessSignals();
        Assert.False(signals.Drain.IsCancellationRequested);
        signals.OnStop();
        Assert.True(signals.Drain.IsCancellationRequested);
        Assert.False(signals.Abort.IsCancellationRequested);
        signals.OnStop();
        Assert.True(signals.Abort.IsCancellationRequested);
        signals.OnStop();
    }

    [Fact]
    public void Reload_and_reopen_raise_their_events_only()
    {
        using var signals = new ProcessSignals();
        var raised = new List<string>();
        signals.Reload += () => raised.Add("reload");
        signals.ReopenLogs += () => raised.Add("reopen");
        signals.OnReload();
        signals.OnReopenLogs();
        Assert.Equal(["reload", "reopen"], raised);
        Assert.False(signals.Drain.IsCancellationRequested);
    }

    [Fact]
    public async Task Sighup_of_the_system_raises_reload()
    {
        using var signals = ProcessSignals.Listen();
        var reloaded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        signals.Reload += () => reloaded.TrySetResult();
        using var kill = System.Diagnostics.Process.Start("/bin/kill", ["-HUP", Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await reloaded.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }
}
