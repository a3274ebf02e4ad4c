namespace Gatehouse.Protocols.Redis.Resp;

/// <summary>What a step of the reader came to.</summary>
internal enum RespStatus
{
    /// <summary>The message goes on behind the input.</summary>
    Incomplete,

    /// <summary>One message is complete.</summary>
    Complete,

    /// <summary>This is not RESP, or more than is allowed. The reader cannot go on.</summary>
    Malformed,
}
