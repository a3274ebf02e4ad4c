namespace Gatehouse.Control.Declarative;

/// <summary>Names of the plugins of Kong's open-source edition, to tell a missing plugin from a misspelt one.</summary>
internal static class KongPlugins
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "acl", "acme", "ai-prompt-decorator", "ai-prompt-guard", "ai-prompt-template", "ai-proxy", "ai-request-transformer",
        "ai-response-transformer", "aws-lambda", "azure-functions", "basic-auth", "bot-detection", "correlation-id", "cors",
        "datadog", "file-log", "grpc-gateway", "grpc-web", "hmac-auth", "http-log", "ip-restriction", "jwt", "key-auth",
        "ldap-auth", "loggly", "oauth2", "opentelemetry", "post-function", "pre-function", "prometheus", "proxy-cache",
        "rate-limiting", "redirect", "request-size-limiting", "request-termination", "request-transformer",
        "response-ratelimiting", "response-transformer", "session", "standard-webhooks", "statsd", "syslog", "tcp-log",
        "udp-log", "zipkin",
    };

    public static IEnumerable<string> All => Names;

    public static bool Contains(string name) => Names.Contains(name);
}
