using System.Buffers;
using Gatehouse.Core.Diagnostics;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Forwarding;
using Gatehouse.Gateway.Hygiene;

namespace Gatehouse.Gateway.Pipeline;

/// <summary>
/// The first stage: refuses what the protocol allows but we do not, normalises the path once, removes what only the gateway
/// may say, and finds out who the client is.
/// </summary>
internal static class HygieneStage
{
    private const int StackBytes = 1024;

    /// <summary>Whether the request goes no further.</summary>
    public static bool Refuses(ProxyExchange exchange, out RejectionReason reason)
    {
        var request = exchange.Request;
        reason = RejectionReason.None;
        if (request.Method == RequestMethod.Trace)
        {
            reason = RejectionReason.TraceNotAllowed;
        }
        else if (request.Method == RequestMethod.Connect)
        {
            reason = RejectionReason.ConnectNotAllowed;
        }
        else if (exchange.Settings.ClientMaxBodySize > 0 && request.ContentLength > exchange.Settings.ClientMaxBodySize)
        {
            reason = RejectionReason.BodyTooLarge;
            exchange.Downstream.CloseAfterResponse();
        }
        else if (!Normalise(request))
        {
            reason = RejectionReason.PathInvalid;
        }

        if (reason != RejectionReason.None)
        {
            if (request.Path.IsEmpty)
            {
                request.SetPathAsSent();
            }

            return true;
        }

        RequestHygiene.Clean(request.Headers, exchange.Connection.IsTrusted);
        ConnectionTokens.RemoveListed(request.Headers);
        if (exchange.Connection.IsTrusted)
        {
            var client = exchange.Snapshot.ClientAddresses.Resolve(
                exchange.Connection.RemoteAddress, exchange.Connection.RemotePort, request.Headers);
            exchange.ClientAddress = client.Address;
            exchange.ClientPort = client.Port;
            exchange.IsHttps = ForwardedScheme.IsHttps(request.Headers, exchange.Connection.IsTls, isTrustedPeer: true);
        }

        return false;
    }

    private static bool Normalise(RequestMessage request)
    {
        var raw = request.RawPath;
        byte[]? rented = raw.Length > StackBytes ? ArrayPool<byte>.Shared.Rent(raw.Length) : null;
        Span<byte> normal = rented ?? stackalloc byte[StackBytes];
        var result = PathNormalizer.TryNormalize(raw, normal, out int written);
        if (result == PathResult.AsSent)
        {
            request.SetPathAsSent();
        }
        else if (result == PathResult.Normalised)
        {
            request.SetPath(normal[..written]);
        }

        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return result != PathResult.Rejected;
    }
}
