using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gatehouse.EndToEnd.Limits;

/// <summary>Keep-alive clients that ask for one path of one or several nodes, as fast as they can or at a pace, and note when each was answered how.</summary>
/// <param name="ports">The nodes.</param>
/// <param name="path">What is asked for; answers are JSON objects.</param>
/// <param name="clients">Clients of each node.</param>
/// <param name="pace">Pause between the requests of a client; null = none.</param>
internal sealed class LimitLoad(IReadOnlyList<int> ports, string path, int clients, TimeSpan? pace = null)
{
    private readonly byte[] _request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n");

    /// <summary>When <see cref="LimitAnswer"/> times begin, of the clock of <see cref="Stopwatch"/>.</summary>
    public static long Origin { get; } = Stopwatch.GetTimestamp();

    /// <summary>The time in a calendar second at <see cref="Origin"/>.</summary>
    public static double OriginInSecond { get; } =
        (TimeProvider.System.GetUtcNow() - Stopwatch.GetElapsedTime(Origin)).TimeOfDay.TotalSeconds % 1;

    /// <summary>Now, in seconds since <see cref="Origin"/>.</summary>
    public static double Now => Stopwatch.GetElapsedTime(Origin).TotalSeconds;

    /// <summary>Asks for so long; all answers, in the order of their requests.</summary>
    public Task<LimitAnswer[]> RunAsync(TimeSpan duration)
    {
        double end = Now + duration.TotalSeconds;
        return RunAsync(() => Now >= end);
    }

    /// <summary>Asks until something else has ended.</summary>
    public Task<LimitAnswer[]> RunAsync(Task during) => RunAsync(() => during.IsCompleted);

    private async Task<LimitAnswer[]> RunAsync(Func<bool> isOver)
    {
        var all = await Task.WhenAll(ports.SelectMany(p => Enumerable.Range(0, clients).Select(_ => Task.Run(() => ClientAsync(p, isOver)))));
        return [.. all.SelectMany(a => a).OrderBy(a => a.Sent)];
    }

    private async Task<List<LimitAnswer>> ClientAsync(int port, Func<bool> isOver)
    {
        var answers = new List<LimitAnswer>();
        byte[] buffer = new byte[4096];
        using var timer = pace is { } pause ? new PeriodicTimer(pause) : null;
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        while (!isOver())
        {
            if (timer is not null)
            {
                await timer.WaitForNextTickAsync();
            }

            double sent = Now;
            int status = await ExchangeAsync(socket, buffer);
            answers.Add(new LimitAnswer(sent, Now, status));
            if (status == 0)
            {
                break;
            }
        }

        return answers;
    }

    private async ValueTask<int> ExchangeAsync(Socket socket, byte[] buffer)
    {
        try
        {
            await socket.SendAsync(_request);

            // Answers end in "}", and nothing in a head does.
            int filled = 0;
            while (filled == 0 || buffer[filled - 1] != (byte)'}')
            {
                int read = await socket.ReceiveAsync(buffer.AsMemory(filled));
                if (read == 0)
                {
                    return 0;
                }

                filled += read;
            }

            return ((buffer[9] - '0') * 100) + ((buffer[10] - '0') * 10) + buffer[11] - '0';
        }
        catch (SocketException)
        {
            return 0;
        }
    }
}
