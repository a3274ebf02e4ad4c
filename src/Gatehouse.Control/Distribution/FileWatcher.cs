using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Control.Distribution;

/// <summary>
/// Calls back when a file has changed. The system's notifications are only hints to look: a Kubernetes
/// volume swaps the <c>..data</c> link beside the file, editors rename, network file systems notify nobody. A timer hints too.
/// A change counts when the file looked the same twice in a row, so that half-written files are not read, and when its content
/// differs: two writes within one tick of the file system's clock have the same stamp.
/// </summary>
public sealed partial class FileWatcher : IAsyncDisposable
{
    private readonly string _path;
    private readonly TimeSpan _settle;
    private readonly Func<CancellationToken, Task> _changed;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Channel<bool> _hints = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();
    private readonly FileNotifications? _notifications;
    private readonly ITimer? _poll;
    private readonly Task _loop;
    private FileStamp? _seenStamp;
    private string? _seenDigest;
    private int _wasNotified;

    /// <summary>Starts watching; the state of the file now is the one that later states are compared with.</summary>
    /// <param name="path">Absolute path. The file may come and go.</param>
    /// <param name="settle">How long a changed file must stay the same before it counts.</param>
    /// <param name="pollInterval">How often to look besides notifications; null = never.</param>
    /// <param name="changed">Called for each change, never twice at a time.</param>
    /// <param name="time">Clock.</param>
    /// <param name="logger">Takes failures of the callback.</param>
    public FileWatcher(
        string path, TimeSpan settle, TimeSpan? pollInterval, Func<CancellationToken, Task> changed, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(time);
        _path = path;
        _settle = settle;
        _changed = changed;
        _time = time;
        _logger = logger;
        _seenStamp = FileStamp.Take(path);
        _seenDigest = FileStamp.Digest(path);
        _notifications = FileNotifications.TryStart(path, OnNotified, out var problem);
        if (problem is not null)
        {
            // The limit of inotify instances, or no directory yet: the timer still looks.
            LogNoNotifications(path, problem);
        }

        _poll = pollInterval is { } interval ? time.CreateTimer(_ => Hint(), null, interval, interval) : null;
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Stops watching and waits for a callback that is running.</summary>
    public async ValueTask DisposeAsync()
    {
        _notifications?.Dispose();
        await _stop.CancelAsync();
        if (_poll is not null)
        {
            await _poll.DisposeAsync();
        }

        await _loop;
        _stop.Dispose();
    }

    private void Hint() => _hints.Writer.TryWrite(true);

    private void OnNotified()
    {
        Volatile.Write(ref _wasNotified, 1);
        Hint();
    }

    private async Task RunAsync()
    {
        var cancellation = _stop.Token;
        try
        {
            while (true)
            {
                await _hints.Reader.ReadAsync(cancellation);
                var wasNotified = Interlocked.Exchange(ref _wasNotified, 0) == 1;
                if (await HasChangedAsync(wasNotified, cancellation))
                {
                    await CallBackAsync(cancellation);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    /// <summary>Waits until the file stays the same and compares its content; the timer alone does not read it.</summary>
    private async Task<bool> HasChangedAsync(bool wasNotified, CancellationToken cancellation)
    {
        var stamp = FileStamp.Take(_path);
        if (stamp is null || (stamp == _seenStamp && !wasNotified))
        {
            return false;
        }

        FileStamp? before;
        do
        {
            before = stamp;
            await Task.Delay(_settle, _time, cancellation);
            stamp = FileStamp.Take(_path);
        }
        while (stamp != before);

        if (stamp is null || FileStamp.Digest(_path) is not { } digest)
        {
            return false;
        }

        var isOther = digest != _seenDigest;
        (_seenStamp, _seenDigest) = (stamp, digest);
        return isOther;
    }

    private async Task CallBackAsync(CancellationToken cancellation)
    {
        try
        {
            await _changed(cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailure(e, _path);
        }
    }

    [LoggerMessage(2211, LogLevel.Error, "Reloading {Path} failed")]
    private partial void LogFailure(Exception exception, string path);

    [LoggerMessage(2212, LogLevel.Warning, "No notifications about {Path}: {Problem}; it is looked at from time to time")]
    private partial void LogNoNotifications(string path, string problem);
}
