using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gatehouse.TestKit.Certificates;
using Gatehouse.TestKit.Http;

namespace Gatehouse.EndToEnd.Tls;

/// <summary>An HTTPS origin that answers with the subject of the client certificate it was shown, or "none".</summary>
public sealed class TlsOrigin : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly X509Certificate2 _certificate;
    private readonly Task _accepting;

    private TlsOrigin(X509Certificate2 certificate)
    {
        _certificate = certificate;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public static TlsOrigin Start(TestLeaf leaf) => new(leaf.ToCertificate());

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _certificate.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var owned = client;
        try
        {
            await using var tls = new SslStream(client.GetStream());
            await tls.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificate = _certificate,
                    ClientCertificateRequired = true,
                    // Any will do, none too: the test looks at the answer.
                    RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is null || certificate.Subject.Length > 0,
                },
                _stop.Token);
            var reader = new HttpMessageReader(tls);
            while (await reader.TryReadRequestAsync(_stop.Token) is not null)
            {
                string body = tls.RemoteCertificate?.Subject ?? "none";
                await tls.WriteAsync(Encoding.Latin1.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}"), _stop.Token);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException or HttpSyntaxException)
        {
            // A gateway that does not trust the certificate leaves in the handshake.
        }
    }
}
