using System.Net;
using System.Net.Sockets;
using Gatehouse.Gateway.Upstreams.Names;

namespace Gatehouse.Gateway.Outbound;

/// <summary>Opens connections: resolves the name, checks each address against the rules, connects to the first that answers.</summary>
internal sealed class OutboundConnector(IHostResolver resolver, OutboundOptions options, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _lookUps = new(options.LookUps);

    /// <summary>A connection for calls of that reach.</summary>
    public async ValueTask<Stream> ConnectAsync(DnsEndPoint endPoint, OutboundReach reach, CancellationToken cancellation)
    {
        var addresses = IPAddress.TryParse(endPoint.Host, out var literal) ? [literal] : await LookUpAsync(endPoint.Host, cancellation).ConfigureAwait(false);
        var allowed = Array.FindAll(addresses, a => AddressRules.Allows(reach, a));
        if (allowed.Length == 0)
        {
            throw addresses.Length == 0 ? new SocketException((int)SocketError.HostNotFound) : new ForbiddenAddressException();
        }

        for (int i = 0; ; i++)
        {
            try
            {
                return await OpenAsync(new IPEndPoint(allowed[i], endPoint.Port), cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException && i + 1 < allowed.Length && !cancellation.IsCancellationRequested)
            {
                // The next address may be better.
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lookUps.Dispose();

    private async Task<IPAddress[]> LookUpAsync(string host, CancellationToken cancellation)
    {
        await _lookUps.WaitAsync(cancellation).ConfigureAwait(false);
        var look = resolver.ResolveAsync(host);

        // The place is free when the look-up has ended, not when nobody waits for it any more: it still has its thread.
        _ = look.ContinueWith(
            static (_, state) => ((SemaphoreSlim)state!).Release(), _lookUps, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return (await look.WaitAsync(cancellation).ConfigureAwait(false)).Addresses;
    }

    private async Task<Stream> OpenAsync(IPEndPoint endPoint, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(options.ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, either.Token).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
