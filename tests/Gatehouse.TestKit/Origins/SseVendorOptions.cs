namespace Gatehouse.TestKit.Origins;

/// <summary>What a <see cref="SseVendor"/> answers.</summary>
public sealed record SseVendorOptions
{
    /// <summary>Content events of a stream, at least 1; finish, usage and <c>[DONE]</c> follow the last one. Default 50.</summary>
    public int Events { get; init; } = 50;

    /// <summary>Milliseconds between two of them, at least 1. The first comes with the head. Default 20: 50 tokens a second.</summary>
    public int Interval { get; init; } = 20;

    /// <summary>Text of a content event. Default one token.</summary>
    public string Token { get; init; } = " token";
}
