namespace Gatehouse.TestKit.Origins;

/// <summary>The time a scripted vendor takes: part of what it plays, not a wait of a test.</summary>
public static class VendorPause
{
    /// <summary>Passes the time, or ends with the vendor.</summary>
    public static Task WaitAsync(TimeSpan time, CancellationToken stopped) => Task.Delay(time, TimeProvider.System, stopped);
}
