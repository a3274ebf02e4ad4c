using System.Diagnostics;

namespace Gatehouse.Bench.Measurements;

/// <summary>Counts access log lines: proof that the log was on while the peer was measured.</summary>
internal static class AccessLogLines
{
    // Longer than any peer's flush interval.
    private static readonly TimeSpan FlushDeadline = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits until the log holds as many lines as there were requests, or the flush interval is over.</summary>
    public static async Task<long> WaitForAsync(string file, long requests, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var lines = Count(file);
            if (lines >= requests || Stopwatch.GetElapsedTime(started) > FlushDeadline)
            {
                return lines;
            }

            await Task.Delay(Poll, cancel);
        }
    }

    private static long Count(string file)
    {
        if (!File.Exists(file))
        {
            return 0;
        }

        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var buffer = new byte[1 << 16];
        long lines = 0;
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
        }

        return lines;
    }
}
