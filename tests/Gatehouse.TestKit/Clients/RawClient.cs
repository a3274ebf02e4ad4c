using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Gatehouse.TestKit.Http;
using Gatehouse.TestKit.Waiting;

namespace Gatehouse.TestKit.Clients;

/// <summary>A client that sends exactly the bytes it is given, over TCP or TLS, and can leave in every rude way.</summary>
public sealed class RawClient : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly Stream _stream;

    private RawClient(Socket socket, Stream stream)
    {
        _socket = socket;
        _stream = stream;
        Reader = new HttpMessageReader(stream);
    }

    public HttpMessageReader Reader { get; }

    public EndPoint LocalEndPoint => _socket.LocalEndPoint!;

    public static async Task<RawClient> ConnectAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await Eventually.EndsAsync(socket.ConnectAsync(IPAddress.Loopback, port), $"a connection to port {port}");
            return new RawClient(socket, new NetworkStream(socket, ownsSocket: true));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>As <see cref="ConnectAsync"/>, then a TLS handshake. Without a validation callback in <paramref name="options"/> any certificate will do.</summary>
    public static async Task<RawClient> ConnectTlsAsync(int port, SslClientAuthenticationOptions options)
    {
        var plain = await ConnectAsync(port);
        var tls = new SslStream(plain._stream);
        try
        {
            // A test that cares about the certificate says so by its own callback.
            options.RemoteCertificateValidationCallback ??= (_, certificate, _, _) => certificate is not null;
            await Eventually.EndsAsync(tls.AuthenticateAsClientAsync(options), "the TLS handshake");
            return new RawClient(plain._socket, tls);
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends Latin-1 text: one byte a character, so that any octet can be written in a test.</summary>
    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        await _stream.WriteAsync(bytes);
        await _stream.FlushAsync();
    }

    /// <summary>Sends byte by byte, each in a segment of its own as far as the kernel allows.</summary>
    public async Task SendSlicedAsync(string text)
    {
        foreach (var value in Encoding.Latin1.GetBytes(text))
        {
            await SendAsync(new[] { value });
        }
    }

    /// <summary>The next whole response, or a <see cref="TimeoutException"/>.</summary>
    public Task<HttpMessage> ReadResponseAsync(string method = "GET", TimeSpan? deadline = null) =>
        Eventually.EndsAsync(Reader.ReadResponseAsync(method), "a response", deadline);

    /// <summary>Sends, then reads one response.</summary>
    public async Task<HttpMessage> ExchangeAsync(string request, string method = "GET")
    {
        await SendAsync(request);
        return await ReadResponseAsync(method);
    }

    /// <summary>All that comes until the peer closes in order (FIN).</summary>
    public Task<byte[]> ReadToEndAsync(TimeSpan? deadline = null) =>
        Eventually.EndsAsync(Reader.ReadToEndAsync(), "the peer to close", deadline);

    /// <summary>Waits until the peer has closed or reset; bytes before that are discarded.</summary>
    public async Task WaitUntilClosedAsync(TimeSpan? deadline = null)
    {
        try
        {
            await ReadToEndAsync(deadline);
        }
        catch (IOException)
        {
            // A reset closes as well.
        }
    }

    /// <summary>Half-closes: the peer sees the end of input (FIN), answers still arrive. Plain TCP only.</summary>
    public void HalfClose() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Closes with RST.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Close();
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _stream.DisposeAsync();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or SocketException)
        {
            // TLS says goodbye on a connection a test may have reset.
        }

        _socket.Dispose();
    }
}
