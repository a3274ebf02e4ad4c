using Gatehouse.Core.Configuration;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Control.Declarative;

/// <summary>Binds the entities that describe where traffic goes. An explicit null over a default means the default.</summary>
internal static class TrafficBinder
{
    private const int DefaultTimeout = 60000;

    public static ServiceConfig Service(ConfigReader reader) => ConfigBinder.Common(reader, new ServiceConfig
    {
        Id = "",
        Name = reader.GetString("name"),
        Protocol = reader.GetString("protocol", "http"),
        Host = reader.GetString("host", ""),
        Port = reader.GetInt("port", 80),
        Path = reader.GetString("path"),
        Retries = reader.GetInt("retries", 5),
        ConnectTimeout = reader.GetInt("connect_timeout", DefaultTimeout),
        WriteTimeout = reader.GetInt("write_timeout", DefaultTimeout),
        ReadTimeout = reader.GetInt("read_timeout", DefaultTimeout),
        ClientCertificateId = reader.GetForeignId("client_certificate"),
        TlsVerify = reader.GetBool("tls_verify"),
        TlsVerifyDepth = reader.GetInt("tls_verify_depth"),
        CaCertificateIds = reader.GetStrings("ca_certificates"),
        Enabled = reader.GetBool("enabled", true),
    });

    public static RouteConfig Route(ConfigReader reader) => ConfigBinder.Common(reader, new RouteConfig
    {
        Id = "",
        Name = reader.GetString("name"),
        Protocols = reader.GetStrings("protocols") ?? ["http", "https"],
        Methods = reader.GetStrings("methods"),
        Hosts = reader.GetStrings("hosts"),
        Paths = reader.GetStrings("paths"),
        Headers = reader.GetStringsMap("headers"),
        Snis = reader.GetStrings("snis"),
        Sources = Endpoints(reader, "sources"),
        Destinations = Endpoints(reader, "destinations"),
        HttpsRedirectStatusCode = reader.GetInt("https_redirect_status_code", 426),
        RegexPriority = (int)Math.Clamp(reader.GetLong("regex_priority", 0), int.MinValue, int.MaxValue),
        StripPath = reader.GetBool("strip_path", true),
        PathHandling = reader.GetString("path_handling", "v0"),
        PreserveHost = reader.GetBool("preserve_host", false),
        RequestBuffering = reader.GetBool("request_buffering", true),
        ResponseBuffering = reader.GetBool("response_buffering", true),
        Expression = reader.GetString("expression"),
        Priority = reader.GetLong("priority", 0),
        ServiceId = reader.GetForeignId("service"),
    });

    public static UpstreamConfig Upstream(ConfigReader reader) => ConfigBinder.Common(reader, new UpstreamConfig
    {
        Id = "",
        Name = reader.GetString("name", ""),
        Algorithm = reader.GetString("algorithm", "round-robin"),
        HashOn = reader.GetString("hash_on", "none"),
        HashFallback = reader.GetString("hash_fallback", "none"),
        HashOnHeader = reader.GetString("hash_on_header"),
        HashFallbackHeader = reader.GetString("hash_fallback_header"),
        HashOnCookie = reader.GetString("hash_on_cookie"),
        HashOnCookiePath = reader.GetString("hash_on_cookie_path", "/"),
        HashOnQueryArg = reader.GetString("hash_on_query_arg"),
        HashFallbackQueryArg = reader.GetString("hash_fallback_query_arg"),
        HashOnUriCapture = reader.GetString("hash_on_uri_capture"),
        HashFallbackUriCapture = reader.GetString("hash_fallback_uri_capture"),
        StickySessionsCookie = reader.GetString("sticky_sessions_cookie"),
        StickySessionsCookiePath = reader.GetString("sticky_sessions_cookie_path", "/"),
        SlowStart = reader.GetNumber("slow_start", 0),
        FailoverThreshold = reader.GetNumber("failover_threshold", 0),
        Slots = reader.GetInt("slots", 10000),
        Healthchecks = reader.GetObject("healthchecks") ?? [],
        HostHeader = reader.GetString("host_header"),
        ClientCertificateId = reader.GetForeignId("client_certificate"),
        UseSrvName = reader.GetBool("use_srv_name", false),
    });

    public static TargetConfig Target(ConfigReader reader) => ConfigBinder.Common(reader, new TargetConfig
    {
        Id = "",
        UpstreamId = reader.GetForeignId("upstream") ?? "",
        Target = reader.GetString("target", ""),
        Weight = reader.GetInt("weight", 100),
    });

    private static RouteEndpoint[]? Endpoints(ConfigReader reader, string name)
        => reader.Has(name) ? [.. reader.GetRecords(name).Select(e => new RouteEndpoint(e.GetString("ip"), e.GetInt("port")))] : null;
}
