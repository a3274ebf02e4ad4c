using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.Gateway.Tests.Outbound;

/// <summary>A TLS server that answers one request of each connection with 200.</summary>
internal sealed class TlsAnswer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate;
    private readonly Task _serving;

    public TlsAnswer(X509Certificate2 certificate)
    {
        _certificate = certificate;
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _certificate.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                using var socket = await _listener.AcceptTcpClientAsync();
                await using var stream = new SslStream(socket.GetStream());
                await stream.AuthenticateAsServerAsync(_certificate);
                _ = await stream.ReadAsync(new byte[4096]);
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
            }
            catch (Exception e) when (e is IOException or AuthenticationException)
            {
                // The client did not like the certificate.
            }
            catch (Exception e) when (e is SocketException or InvalidOperationException)
            {
                // Stopped, while it accepted or before.
                return;
            }
        }
    }
}
