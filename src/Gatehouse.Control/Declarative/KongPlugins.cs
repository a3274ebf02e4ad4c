namespace Gatehouse.Control.Declarative;

/// <summary>Names of Kong's plugins, those of its enterprise edition included, to tell a missing plugin from a misspelt one.</summary>
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

        // The enterprise edition's.
        "ai-azure-content-safety", "ai-rate-limiting-advanced", "ai-semantic-cache", "ai-semantic-prompt-guard", "app-dynamics", "basic-auth-enc", "canary",
        "confluent", "degraphql", "exit-transformer", "forward-proxy", "graphql-proxy-cache-advanced", "graphql-rate-limiting-advanced",
        "header-cert-auth", "injection-protection", "jq", "json-threat-protection", "jwe-decrypt", "jwt-signer", "kafka-log", "kafka-upstream",
        "key-auth-enc", "ldap-auth-advanced", "mocking", "mtls-auth", "oas-validation", "oauth2-introspection", "opa", "openid-connect",
        "proxy-cache-advanced", "rate-limiting-advanced", "request-transformer-advanced", "request-validator",
        "response-transformer-advanced", "route-by-header", "route-transformer-advanced", "saml", "service-protection", "statsd-advanced",
        "tls-handshake-modifier", "tls-metadata-headers", "upstream-oauth", "upstream-timeout", "vault-auth", "websocket-size-limit",
        "websocket-validator", "xml-threat-protection",
    };

    public static IEnumerable<string> All => Names;

    public static bool Contains(string name) => Names.Contains(name);
}
