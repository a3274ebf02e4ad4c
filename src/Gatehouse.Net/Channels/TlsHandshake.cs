using System.Net.Security;
using System.Security.Authentication;
using Gatehouse.Net.Loops;

namespace Gatehouse.Net.Channels;

/// <summary>
/// TLS handshakes on a channel. Failures are results with a reason for the log, not exceptions; the channel is closed then.
/// On the loop's thread.
/// </summary>
public static class TlsHandshake
{
    /// <summary>Longest name a DNS name can have (RFC 1035, section 2.3.4), so the longest that is worth looking up.</summary>
    private const int MaxServerName = 255;

    /// <summary>Waits for a client's handshake on an accepted channel.</summary>
    public static async ValueTask<TlsHandshakeResult> AcceptAsync(Channel inner, TlsServerSelector selector, int timeoutMilliseconds)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(selector);
        string? name = null;
        return await RunAsync(inner, ssl => ssl.AuthenticateAsServerAsync(Select, null, CancellationToken.None), () => name, timeoutMilliseconds);

        ValueTask<SslServerAuthenticationOptions> Select(SslStream stream, SslClientHelloInfo hello, object? state, CancellationToken cancellation)
        {
            name = hello.ServerName is { Length: > 0 and <= MaxServerName } given ? given : null;
            return selector(name) is { } options
                ? ValueTask.FromResult(options)
                : throw new AuthenticationException("No certificate is configured for the requested server name.");
        }
    }

    /// <summary>Starts a handshake on a connected channel.</summary>
    public static ValueTask<TlsHandshakeResult> ConnectAsync(Channel inner, TlsClientSettings settings, int timeoutMilliseconds)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(settings);
        SslClientAuthenticationOptions options = TlsClientOptions.For(settings);
        return RunAsync(inner, ssl => ssl.AuthenticateAsClientAsync(options, CancellationToken.None), () => settings.ServerName, timeoutMilliseconds);
    }

    private static async ValueTask<TlsHandshakeResult> RunAsync(
        Channel inner, Func<SslStream, Task> authenticate, Func<string?> serverName, int timeoutMilliseconds)
    {
        var deadline = new AbortTimer(inner);
        inner.Loop.Arm(deadline, timeoutMilliseconds);
        var stream = new ChannelStream(inner);
        var ssl = new PeerTlsStream(stream);
        string? reason = null;
        // Off while SslStream runs: see ChannelStream.
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            await authenticate(ssl).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            reason = Describe(e);
        }
        await inner.Loop.SwitchTo();
        SynchronizationContext.SetSynchronizationContext(inner.Loop.Context);
        inner.Loop.Disarm(deadline);
        if (reason is null && inner.Fault == ChannelFault.None)
        {
            return new TlsHandshakeResult(new TlsChannel(inner, stream, ssl, serverName()), ChannelFault.None, null);
        }
        ChannelFault fault = inner.Fault == ChannelFault.None ? ChannelFault.Tls : inner.Fault;
        await ssl.DisposeAsync();
        inner.Close();
        return new TlsHandshakeResult(null, fault, reason ?? "The connection failed during the handshake.");
    }

    /// <summary>Why a handshake failed, for the log: the innermost message is OpenSSL's own word on the matter.</summary>
    public static string Describe(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        Exception cause = exception.GetBaseException();
        return ReferenceEquals(cause, exception) ? exception.Message : $"{exception.Message} ({cause.Message})";
    }
}
