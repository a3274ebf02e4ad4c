using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Gatehouse.TestKit.Http;
using Gatehouse.TestKit.Waiting;

namespace Gatehouse.TestKit.Origins;

/// <summary>
/// A TCP server that does on each connection what the test's script says: answer, stall, close, reset, send garbage.
/// A script that throws because the peer left or misbehaved is recorded in <see cref="Failures"/>.
/// </summary>
public sealed class ScriptedOrigin : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<ScriptedConnection, Task> _script;
    private readonly ConcurrentQueue<ScriptedConnection> _connections = new();
    private readonly ConcurrentQueue<Exception> _failures = new();
    private readonly ConcurrentBag<Task> _running = [];
    private readonly Task _accepting;
    private int _open;

    private ScriptedOrigin(Func<ScriptedConnection, Task> script)
    {
        _script = script;
        _listener.Start(backlog: 512);
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public Uri Uri => new($"http://127.0.0.1:{Port}");

    /// <summary>Every connection so far, in the order accepted.</summary>
    public IReadOnlyList<ScriptedConnection> Connections => [.. _connections];

    /// <summary>Connections whose script has not ended yet.</summary>
    public int OpenConnections => Volatile.Read(ref _open);

    public IReadOnlyList<Exception> Failures => [.. _failures];

    /// <summary>The same script for every connection; <see cref="ScriptedConnection.Index"/> tells them apart.</summary>
    public static ScriptedOrigin Start(Func<ScriptedConnection, Task> script) => new(script);

    /// <summary>One script per connection in order; the last also serves all later ones.</summary>
    public static ScriptedOrigin Start(params IReadOnlyList<Func<ScriptedConnection, Task>> scripts) =>
        new(c => scripts[Math.Min(c.Index, scripts.Count - 1)](c));

    /// <summary>Answers every request of every connection with the same bytes.</summary>
    public static ScriptedOrigin Answering(string response) => new(async c =>
    {
        while (await c.Reader.TryReadRequestAsync(c.Stopped) is not null)
        {
            await c.SendAsync(response);
        }
    });

    /// <summary>Waits for connection number <paramref name="index"/>.</summary>
    public async Task<ScriptedConnection> ConnectionAsync(int index)
    {
        await Eventually.TrueAsync(() => _connections.Count > index, $"connection {index} at the origin");
        return Connections[index];
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Eventually.EndsAsync(Task.WhenAll(_running), "the origin's scripts to end");
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        for (var index = 0; ; index++)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptSocketAsync(_stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException
                || (e is InvalidOperationException && _stop.IsCancellationRequested))
            {
                return;
            }

            socket.NoDelay = true;
            var connection = new ScriptedConnection(socket, index, _stop.Token);
            _connections.Enqueue(connection);
            _running.Add(RunAsync(connection));
        }
    }

    private async Task RunAsync(ScriptedConnection connection)
    {
        Interlocked.Increment(ref _open);
        try
        {
            await _script(connection);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The test is over.
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or HttpSyntaxException)
        {
            _failures.Enqueue(e);
        }
        finally
        {
            connection.Close();
            Interlocked.Decrement(ref _open);
        }
    }
}
