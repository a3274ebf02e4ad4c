namespace Gatehouse.Gateway.Plugins.CorrelationId;

/// <summary>Kinds of correlation ids.</summary>
internal enum CorrelationIdGenerator
{
    /// <summary>A random UUID per request.</summary>
    Uuid,

    /// <summary>A UUID per thread and a count behind <c>#</c>.</summary>
    UuidCounter,

    /// <summary>Address, port, process, connection, request of the connection, and time, joined by hyphens.</summary>
    Tracker,
}
