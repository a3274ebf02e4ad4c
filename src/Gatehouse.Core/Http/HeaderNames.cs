namespace Gatehouse.Core.Http;

/// <summary>The field names that the road itself reads or writes.</summary>
public static class HeaderNames
{
    public static readonly HeaderName Accept = new("Accept");
    public static readonly HeaderName Authorization = new("Authorization");
    public static readonly HeaderName Connection = new("Connection");
    public static readonly HeaderName ContentLength = new("Content-Length");
    public static readonly HeaderName ContentType = new("Content-Type");
    public static readonly HeaderName Cookie = new("Cookie");
    public static readonly HeaderName Date = new("Date");
    public static readonly HeaderName Expect = new("Expect");
    public static readonly HeaderName Host = new("Host");
    public static readonly HeaderName KeepAlive = new("Keep-Alive");
    public static readonly HeaderName Location = new("Location");
    public static readonly HeaderName Origin = new("Origin");
    public static readonly HeaderName Proxy = new("Proxy");
    public static readonly HeaderName ProxyConnection = new("Proxy-Connection");
    public static readonly HeaderName RetryAfter = new("Retry-After");
    public static readonly HeaderName Server = new("Server");
    public static readonly HeaderName Te = new("TE");
    public static readonly HeaderName Trailer = new("Trailer");
    public static readonly HeaderName TransferEncoding = new("Transfer-Encoding");
    public static readonly HeaderName Upgrade = new("Upgrade");
    public static readonly HeaderName UserAgent = new("User-Agent");
    public static readonly HeaderName Vary = new("Vary");
    public static readonly HeaderName Via = new("Via");
    public static readonly HeaderName WwwAuthenticate = new("WWW-Authenticate");
    public static readonly HeaderName XForwardedFor = new("X-Forwarded-For");
    public static readonly HeaderName XForwardedHost = new("X-Forwarded-Host");
    public static readonly HeaderName XForwardedPath = new("X-Forwarded-Path");
    public static readonly HeaderName XForwardedPort = new("X-Forwarded-Port");
    public static readonly HeaderName XForwardedPrefix = new("X-Forwarded-Prefix");
    public static readonly HeaderName XForwardedProto = new("X-Forwarded-Proto");
    public static readonly HeaderName XRealIp = new("X-Real-IP");
    public static readonly HeaderName KongDebug = new("Kong-Debug");
    public static readonly HeaderName XKongProxyLatency = new("X-Kong-Proxy-Latency");
    public static readonly HeaderName XKongRequestId = new("X-Kong-Request-Id");
    public static readonly HeaderName XKongResponseLatency = new("X-Kong-Response-Latency");
    public static readonly HeaderName XKongUpstreamLatency = new("X-Kong-Upstream-Latency");
    public static readonly HeaderName XKongUpstreamStatus = new("X-Kong-Upstream-Status");
}
