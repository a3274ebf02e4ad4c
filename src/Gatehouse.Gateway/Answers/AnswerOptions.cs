namespace Gatehouse.Gateway.Answers;

/// <summary>Node settings that concern the gateway's own answers.</summary>
public sealed record AnswerOptions
{
    /// <summary>
    /// Kong's <c>error_default_type</c>: representation of transport errors for clients that accept nothing in particular.
    /// text/plain (default), text/html, application/json or application/xml.
    /// </summary>
    public string ErrorDefaultType { get; init; } = "text/plain";

    /// <summary>Value of <c>Server</c> on own answers, null for none. Kong sends <c>kong/x.y.z</c>.</summary>
    public string? Server { get; init; }
}
