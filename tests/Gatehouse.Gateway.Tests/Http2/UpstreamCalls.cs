using System.Net;
using System.Text;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Http2.Client;
using Gatehouse.Net.Channels;

namespace Gatehouse.Gateway.Tests.Http2;

/// <summary>Clients and requests as tests of calls use them.</summary>
internal static class UpstreamCalls
{
    public static Http2UpstreamClient Client(TlsClientSettings? tls = null, Http2ClientLimits? limits = null)
        => new(tls, limits ?? new Http2ClientLimits(), TimeProvider.System);

    public static Http2UpstreamRequest Request(
        IPEndPoint endPoint, HeaderMap? headers = null, bool hasBody = false, string target = "/", int connectMs = 5000, int idleMs = 10_000)
        => new()
        {
            EndPoint = endPoint,
            Method = hasBody ? RequestMethod.Post : RequestMethod.Get,
            Authority = "svc.example:81"u8,
            Target = Encoding.ASCII.GetBytes(target),
            Headers = headers ?? new HeaderMap(),
            HasBody = hasBody,
            ConnectTimeoutMilliseconds = connectMs,
            IdleTimeoutMilliseconds = idleMs,
        };
}
