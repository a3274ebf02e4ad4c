using System.Net;
using System.Net.Sockets;

namespace Gatehouse.Bench.Origins;

/// <summary>A server of so many workers, each taking 10 ms for a request; what finds them all busy waits in line. The number can be changed.</summary>
internal sealed class WorkerOrigin : IAsyncDisposable
{
    /// <summary>Time for one request.</summary>
    public static readonly TimeSpan Service = TimeSpan.FromMilliseconds(10);

    private static readonly byte[] Answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8.ToArray();

    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _line = new();
    private int _workers;
    private int _busy;

    public WorkerOrigin(int port, int workers)
    {
        _workers = workers;
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start(backlog: 4096);
        _accepting = AcceptAsync();
    }

    /// <summary>Changes the number of workers; those at work finish first.</summary>
    public void Resize(int workers)
    {
        lock (_lock)
        {
            _workers = workers;
            Admit();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _ = ServeAsync(await _listener.AcceptSocketAsync(_stop.Token));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var connection = socket;
        connection.NoDelay = true;
        var buffer = new byte[8192];
        var filled = 0;
        try
        {
            while (true)
            {
                var read = await connection.ReceiveAsync(buffer.AsMemory(filled), _stop.Token);
                if (read == 0)
                {
                    return;
                }

                filled += read;
                if (buffer.AsSpan(0, filled).EndsWith("\r\n\r\n"u8))
                {
                    filled = 0;
                    await WorkAsync();
                    await connection.SendAsync(Answer, _stop.Token);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // The gateway or the run has ended.
        }
    }

    private async Task WorkAsync()
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _line.Enqueue(turn);
            Admit();
        }

        await turn.Task;
        await Task.Delay(Service, _stop.Token);
        lock (_lock)
        {
            _busy--;
            Admit();
        }
    }

    private void Admit()
    {
        while (_busy < _workers && _line.TryDequeue(out var turn))
        {
            _busy++;
            turn.SetResult();
        }
    }
}
