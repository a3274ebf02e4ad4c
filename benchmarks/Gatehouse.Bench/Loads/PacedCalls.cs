using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gatehouse.Bench.Loads;

/// <summary>
/// Requests at a fixed rate on one connection, by a thread that does nothing else. Times count from when a request was due, so that an
/// answer which is late makes the next ones late too.
/// </summary>
internal sealed class PacedCalls : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 10_000 };
    private readonly byte[] _buffer = new byte[256 * 1024];
    private readonly byte[] _request, _first, _last;

    /// <param name="port">Where, on loopback.</param>
    /// <param name="request">The request on the wire.</param>
    /// <param name="first">What shows that content has come.</param>
    /// <param name="last">What the answer ends with.</param>
    public PacedCalls(int port, string request, string first, string last)
    {
        _request = Encoding.UTF8.GetBytes(request);
        _first = Encoding.UTF8.GetBytes(first);
        _last = Encoding.UTF8.GetBytes(last);
        _socket.Connect(IPAddress.Loopback, port);
    }

    /// <summary>Milliseconds to the first content of each answer.</summary>
    public Task<IReadOnlyList<double>> RunAsync(int perSecond, TimeSpan duration)
    {
        var done = new TaskCompletionSource<IReadOnlyList<double>>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                done.SetResult(Run(perSecond, duration));
            }
            catch (Exception e) when (e is SocketException or BenchException)
            {
                done.SetException(e);
            }
        })
        { IsBackground = true, Priority = ThreadPriority.AboveNormal }.Start();
        return done.Task;
    }

    public void Dispose() => _socket.Dispose();

    private List<double> Run(int perSecond, TimeSpan duration)
    {
        var times = new List<double>();
        using var pause = new ManualResetEventSlim();
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; ; i++)
        {
            var due = start + (long)((double)i / perSecond * Stopwatch.Frequency);
            if (Stopwatch.GetElapsedTime(start, due) > duration)
            {
                return times;
            }

            for (var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due); left > TimeSpan.FromMilliseconds(1); left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due))
            {
                pause.Wait(left - TimeSpan.FromMilliseconds(1));
            }

            while (Stopwatch.GetTimestamp() < due)
            {
                // The last millisecond: timers are no more exact than that.
                Thread.Yield();
            }

            times.Add(Call(due));
        }
    }

    private double Call(long due)
    {
        _socket.Send(_request);
        var length = 0;
        double? first = null;
        do
        {
            var read = _socket.Receive(_buffer.AsSpan(length));
            length += read > 0 ? read : throw new BenchException("the connection was closed in the middle of an answer");
            if (first is null && _buffer.AsSpan(0, length).IndexOf(_first) >= 0)
            {
                first = Stopwatch.GetElapsedTime(due).TotalMilliseconds;
            }
        }
        while (!_buffer.AsSpan(0, length).EndsWith(_last));
        return first ?? throw new BenchException($"no content: {Encoding.UTF8.GetString(_buffer, 0, Math.Min(length, 300))}");
    }
}
