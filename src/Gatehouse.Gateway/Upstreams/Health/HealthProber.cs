using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Gatehouse.Net.Channels;

namespace Gatehouse.Gateway.Upstreams.Health;

/// <summary>
/// Sends probes: each on a connection of its own that is closed behind it, away from the loops. So a probe shows what a new
/// connection would meet, takes nothing from requests, and comes through while loops are busy.
/// </summary>
internal sealed class HealthProber(TimeProvider time) : IHealthProber
{
    private static readonly TimeSpan KnockTimeout = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public async Task<ProbeResult> ProbeAsync(ProbeTarget target)
    {
        using var limit = new CancellationTokenSource(target.Checks.Timeout, time);
        try
        {
            if (target.Checks.Type == "tcp")
            {
                await using var stream = await ConnectAsync(target.EndPoint, limit.Token).ConfigureAwait(false);
                return new ProbeResult(FailureKind.None, "connected");
            }

            return await AskAsync(target, limit.Token).ConfigureAwait(false);
        }
        catch (Exception) when (limit.IsCancellationRequested)
        {
            return new ProbeResult(FailureKind.Timeout, "no answer in time");
        }
        catch (Exception e)
        {
            return new ProbeResult(FailureKind.Tcp, Innermost(e));
        }
    }

    /// <inheritdoc/>
    public async Task<bool> KnockAsync(IPEndPoint endPoint)
    {
        using var limit = new CancellationTokenSource(KnockTimeout, time);
        try
        {
            await using var stream = await ConnectAsync(endPoint, limit.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task<ProbeResult> AskAsync(ProbeTarget target, CancellationToken cancellation)
    {
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            MaxResponseHeadersLength = 32,
            ConnectTimeout = Timeout.InfiniteTimeSpan,
            ActivityHeadersPropagator = null,
            ConnectCallback = (_, token) => OpenAsync(target, token),
        });
        using var request = target.IsGrpc ? GrpcHealth.Request(target) : new HttpRequestMessage(HttpMethod.Get, target.Uri);
        request.Headers.Host = target.Host;
        foreach (var (name, value) in target.Checks.Headers)
        {
            if (name.Equals("Host", StringComparison.OrdinalIgnoreCase))
            {
                request.Headers.Host = value;
            }
            else
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        if (!target.IsGrpc)
        {
            request.Headers.ConnectionClose = true;
        }

        using var response = await invoker.SendAsync(request, cancellation).ConfigureAwait(false);
        int status = (int)response.StatusCode;
        if (target.IsGrpc && status == 200)
        {
            return await GrpcHealth.ReadAsync(response, cancellation).ConfigureAwait(false);
        }

        return new ProbeResult(target.Checks.Classify(status), $"status {status}");
    }

    private static async ValueTask<Stream> OpenAsync(ProbeTarget target, CancellationToken cancellation)
    {
        var stream = await ConnectAsync(target.EndPoint, cancellation).ConfigureAwait(false);
        if (target.Tls is not { } settings)
        {
            return stream;
        }

        var tls = new SslStream(stream);
        try
        {
            await tls.AuthenticateAsClientAsync(TlsClientOptions.For(settings), cancellation).ConfigureAwait(false);
            return tls;
        }
        catch
        {
            await tls.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<NetworkStream> ConnectAsync(IPEndPoint endPoint, CancellationToken cancellation)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string Innermost(Exception e)
    {
        while (e.InnerException is { } inner)
        {
            e = inner;
        }

        return e.Message;
    }
}
