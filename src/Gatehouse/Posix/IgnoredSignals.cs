namespace Gatehouse.Posix;

/// <summary>
/// Signals that the parent left ignored: nohup does so with SIGHUP, a shell with SIGINT and SIGQUIT for what it runs in the
/// background. The runtime installs no handler for an ignored signal and says nothing.
/// </summary>
internal static class IgnoredSignals
{
    private const nint Default = 0;
    private const nint Ignored = 1;

    /// <summary>Words of the widest struct sigaction, with room to spare; the handler is the first on every system.</summary>
    private const int ActionWords = 64;

    /// <summary>
    /// Gives SIGHUP, SIGINT and SIGQUIT their default action back where they are ignored, so that a handler can be registered. A
    /// handler that is there already is left alone.
    /// </summary>
    public static void Restore()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Span<nint> action = stackalloc nint[ActionWords];
        foreach (int signal in (ReadOnlySpan<int>)[1, 2, 3])
        {
            if (Libc.SignalAction(signal, 0, action) == 0 && action[0] == Ignored)
            {
                _ = Libc.Signal(signal, Default);
            }
        }
    }
}
