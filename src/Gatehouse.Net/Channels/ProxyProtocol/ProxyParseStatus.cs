namespace Gatehouse.Net.Channels.ProxyProtocol;

/// <summary>What became of the bytes so far.</summary>
public enum ProxyParseStatus
{
    /// <summary>So far a header, but not all of it.</summary>
    NeedMore = 0,

    /// <summary>A whole header.</summary>
    Complete,

    /// <summary>Not a header that may be trusted: close the connection.</summary>
    Invalid,
}
