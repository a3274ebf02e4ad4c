namespace Gatehouse.Gateway.Overload;

/// <summary>Bounds of an adaptive limit.</summary>
internal sealed record AdaptiveOptions
{
    /// <summary>Never fewer requests in flight than this, at least 1. Default 2.</summary>
    public int MinLimit { get; init; } = 2;

    /// <summary>Never more. Default 10,000.</summary>
    public int MaxLimit { get; init; } = 10_000;

    /// <summary>The limit before anything is known. Default 20.</summary>
    public int InitialLimit { get; init; } = 20;

    /// <summary>Shortest time over which latency is averaged. Default 20 ms.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Latency, as a multiple of the latency without a queue, from which on the limit is lowered. Default 1.5.</summary>
    public double Tolerance { get; init; } = 1.5;

    /// <summary>How long the latency without a queue is believed while the service is never seen without one. Default 10 s.</summary>
    public TimeSpan BaselineLifetime { get; init; } = TimeSpan.FromSeconds(10);
}
