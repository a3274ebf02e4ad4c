namespace Gatehouse.EndToEnd.Kong;

/// <summary>Areas of the case files that a real process runs, and those whose feature is not built yet.</summary>
internal static class CaseAreas
{
    public static readonly string[] Run =
    [
        "router.priority", "router.https", "router.grpc", "router.noservice", "router.disabled",
        "path.v0", "path.v1", "path.regex", "path.query", "path.encoding",
        "headers.forwarded", "headers.host", "headers.answer", "errors.negotiation",
        "plugin.request-size-limiting", "plugin.cors", "plugin.request-termination", "plugin.correlation-id", "plugin.ip-restriction",
        "plugin.bot-detection", "plugin.key-auth", "plugin.basic-auth", "plugin.jwt", "plugin.hmac-auth", "plugin.acl", "plugin.scoping", "plugin.rate-limiting",
        "plugin.response-ratelimiting", "plugin.precedence", "balancer.round-robin", "balancer.weight0", "balancer.hash", "upstream.validation", "config",
    ];

    /// <summary>Who builds one of these moves it to <see cref="Run"/>.</summary>
    public static readonly string[] Pending =
    [
        "plugin.request-transformer", "plugin.proxy-cache",
        "plugin.standard-webhooks", "plugin.redirect", "balancer.threshold",
    ];

    /// <summary>Cases of the area <c>admin</c> that work without a database; the other entity endpoints come later.</summary>
    public static readonly string[] RunOfAdmin = ["K134"];
}
