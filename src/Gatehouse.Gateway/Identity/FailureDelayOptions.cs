namespace Gatehouse.Gateway.Identity;

/// <summary>How repeated failures from one address are slowed down.</summary>
public sealed record FailureDelayOptions
{
    /// <summary>Longest delay of an answer; zero = none. Default 1 s.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>First delay, doubled with each further failure. Default 50 ms.</summary>
    public TimeSpan First { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Failures without any delay: people mistype. Default 5.</summary>
    public int Free { get; init; } = 5;

    /// <summary>Time after which one failure is forgotten. Default 10 s.</summary>
    public TimeSpan Forgiveness { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Addresses remembered. Default 16,384: 400 KiB.</summary>
    public int Addresses { get; init; } = 16_384;

    /// <summary>Answers delayed at a time; further ones go out at once, and their connections end. Default 1024.</summary>
    public int Waiting { get; init; } = 1024;

    /// <summary>
    /// Answers delayed at a time for one address, further ones as above. Default 64: it takes sixteen networks that guess to leave none
    /// of the places to others.
    /// </summary>
    public int WaitingPerAddress { get; init; } = 64;
}
