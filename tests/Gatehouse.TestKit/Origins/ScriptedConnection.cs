using System.Net.Sockets;
using System.Text;
using Gatehouse.TestKit.Http;

namespace Gatehouse.TestKit.Origins;

/// <summary>One accepted connection in the hands of a test's script.</summary>
public sealed class ScriptedConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly RecordingStream _stream;

    internal ScriptedConnection(Socket socket, int index, CancellationToken stopped)
    {
        _socket = socket;
        _stream = new RecordingStream(new NetworkStream(socket, ownsSocket: true));
        Index = index;
        Stopped = stopped;
        Reader = new HttpMessageReader(_stream);
    }

    /// <summary>0 for the first connection the origin accepted.</summary>
    public int Index { get; }

    /// <summary>Cancelled when the origin is disposed.</summary>
    public CancellationToken Stopped { get; }

    public HttpMessageReader Reader { get; }

    /// <summary>Every byte that has been read from this connection so far.</summary>
    public byte[] Received => _stream.Recorded;

    /// <summary>The next request, whole.</summary>
    public async Task<HttpMessage> ReadRequestAsync() =>
        await Reader.TryReadRequestAsync(Stopped) ?? throw new HttpSyntaxException("closed instead of a request");

    /// <summary>Sends Latin-1 text as it stands.</summary>
    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await _stream.WriteAsync(bytes, Stopped);

    /// <summary>Answers 200 with this body and a Content-Length.</summary>
    public Task SendOkAsync(string body) => SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}");

    /// <summary>Says nothing more and keeps the connection open until the origin is disposed.</summary>
    public Task StallAsync() => Task.Delay(Timeout.InfiniteTimeSpan, Stopped);

    /// <summary>Waits until the other side has closed or reset.</summary>
    public async Task WaitUntilClosedAsync()
    {
        try
        {
            await Reader.ReadToEndAsync(Stopped);
        }
        catch (IOException)
        {
            // A reset closes as well.
        }
    }

    /// <summary>Ends the sending direction (FIN).</summary>
    public void HalfClose() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Closes in order. Returning from the script does the same.</summary>
    public void Close() => _stream.Dispose();

    void IDisposable.Dispose() => Close();

    /// <summary>Closes with RST, in the middle of whatever was going on.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Close();
    }
}
