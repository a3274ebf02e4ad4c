namespace Gatehouse.Gateway.Observability;

/// <summary>How much of an exchange goes into a log entry.</summary>
public enum LogContent
{
    /// <summary>The node's own access log: no header fields, and of route and service only what names them.</summary>
    Compact,

    /// <summary>Everything Kong's log plugins send, request and response header fields included.</summary>
    Full,
}
