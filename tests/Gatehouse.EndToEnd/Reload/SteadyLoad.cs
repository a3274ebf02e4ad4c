using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gatehouse.EndToEnd.Reload;

/// <summary>
/// Keep-alive clients that send at a fixed pace, well below what the machine can do: latency then shows disturbances and not the
/// queue in front of a saturated processor. Anything but a 200 on the connection it was asked on is a failure.
/// </summary>
internal sealed class SteadyLoad(int port, int clients)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);

    private ConcurrentQueue<double> _milliseconds = new();

    public ConcurrentQueue<string> Failures { get; } = new();

    /// <summary>Sends until <paramref name="during"/> has ended; returns number of requests and their 99th percentile in milliseconds.</summary>
    public async Task<(int Count, double P99)> RunAsync(Func<Task> during)
    {
        _milliseconds = new();
        using var stop = new CancellationTokenSource();
        var running = Enumerable.Range(0, clients).Select(i => Task.Run(() => ClientAsync(i, stop.Token))).ToArray();
        try
        {
            await during();
        }
        finally
        {
            await stop.CancelAsync();
        }

        await Task.WhenAll(running);
        double[] sorted = [.. _milliseconds.Order()];
        return (sorted.Length, sorted[(int)(sorted.Length * 0.99)]);
    }

    private async Task ClientAsync(int client, CancellationToken stop)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var timer = new PeriodicTimer(Pace);
        byte[] buffer = new byte[8192];
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, CancellationToken.None);
            for (int i = client; !stop.IsCancellationRequested; i++)
            {
                await timer.WaitForNextTickAsync(CancellationToken.None);
                long started = Stopwatch.GetTimestamp();
                await socket.SendAsync(Encoding.ASCII.GetBytes($"GET /r{i * 7 % RouteFile.Routes}/x HTTP/1.1\r\nHost: a\r\n\r\n"));
                string answer = await ReadAsync(socket, buffer);
                _milliseconds.Enqueue(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                if (!answer.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal) || answer.Contains("Connection: close", StringComparison.Ordinal))
                {
                    Failures.Enqueue(answer);
                }
            }
        }
        catch (SocketException e)
        {
            Failures.Enqueue(e.Message);
        }
    }

    private static async Task<string> ReadAsync(Socket socket, byte[] buffer)
    {
        // The origin's answers end in "}", and nothing in a head does.
        int filled = 0;
        while (filled == 0 || buffer[filled - 1] != (byte)'}')
        {
            int read = await socket.ReceiveAsync(buffer.AsMemory(filled));
            if (read == 0)
            {
                return "closed";
            }

            filled += read;
        }

        return Encoding.Latin1.GetString(buffer, 0, filled);
    }
}
