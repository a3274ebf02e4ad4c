namespace Gatehouse.Gateway.Outbound.Streams;

/// <summary>Time limits of a call, milliseconds, each at least 1; resolution about 10 ms.</summary>
internal sealed record LoopHttpTimeouts
{
    /// <summary>The defaults below.</summary>
    public static LoopHttpTimeouts Default { get; } = new();

    /// <summary>Until there is a connection: name, TCP and TLS, over all addresses that are tried. Default 10 s.</summary>
    public int Connect { get; init; } = 10_000;

    /// <summary>From the last byte of the request to the end of the answer's head. Default 2 min.</summary>
    public int FirstByte { get; init; } = 120_000;

    /// <summary>Longest pause while the request is sent, and between two pieces of the body. Default 1 min.</summary>
    public int Idle { get; init; } = 60_000;

    /// <summary>For everything together. Default 10 min.</summary>
    public int Total { get; init; } = 600_000;
}
