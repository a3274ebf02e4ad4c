namespace Gatehouse.Core.Exchanges;

/// <summary>How reading a request body into memory went.</summary>
public enum BodyRead
{
    /// <summary>All of it is there.</summary>
    Whole,

    /// <summary>There is more than the limit; what was read is still sent to the upstream.</summary>
    TooLarge,

    /// <summary>The client failed or the body was malformed.</summary>
    Failed,
}
