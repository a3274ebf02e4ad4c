namespace Gatehouse.Settings;

/// <summary>Headers the gateway adds, and the type of its error answers. <c>server_tokens</c> and <c>latency_tokens</c> are spelt out.</summary>
public sealed record AnswerSettings
{
    /// <summary>The <c>Server</c> header of answers the gateway makes itself.</summary>
    public required bool Server { get; init; }

    /// <summary>The <c>Via</c> header of proxied answers.</summary>
    public required bool Via { get; init; }

    public required bool ProxyLatency { get; init; }

    public required bool ResponseLatency { get; init; }

    public required bool UpstreamLatency { get; init; }

    public required bool AdminLatency { get; init; }

    public required bool UpstreamStatus { get; init; }

    /// <summary><c>X-Kong-Request-Id</c> towards the client.</summary>
    public required bool RequestId { get; init; }

    /// <summary><c>X-Kong-Request-Id</c> towards the upstream.</summary>
    public required bool RequestIdUpstream { get; init; }

    /// <summary>application/json, application/xml, text/html or text/plain.</summary>
    public required string ErrorDefaultType { get; init; }
}
