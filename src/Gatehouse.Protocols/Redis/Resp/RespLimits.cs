namespace Gatehouse.Protocols.Redis.Resp;

/// <summary>Bounds on one message of a server. Beyond them the connection ends.</summary>
public sealed record RespLimits
{
    /// <summary>Levels of nesting that can be asked for at most.</summary>
    public const int DeepestLevel = 32;

    /// <summary>Bytes of a line without its CRLF, at most 12,288 (the input buffer has 16 KiB). Default 8192: errors of scripts quote source.</summary>
    public int MaxLineBytes { get; init; } = 8192;

    /// <summary>Bytes of one string. Default 1 MiB.</summary>
    public int MaxBulkBytes { get; init; } = 1024 * 1024;

    /// <summary>Bytes of all strings of a message. Default 4 MiB.</summary>
    public int MaxTextBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Values of a message, those of attributes included. Default 65,536: the slot map of a cluster of 1,000 nodes has about 15,000.</summary>
    public int MaxValues { get; init; } = 65_536;

    /// <summary>Levels of nesting, 1–<see cref="DeepestLevel"/>. Default 8: a slot map has 4.</summary>
    public int MaxDepth { get; init; } = 8;

    /// <summary>The defaults.</summary>
    public static RespLimits Default { get; } = new();
}
