using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Caching;

/// <summary>An answer that is kept.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Time">When the vendor gave it, to the millisecond.</param>
/// <param name="Deployment">Who gave it.</param>
internal sealed record CachedAnswer(ChatAnswer Answer, DateTimeOffset Time, string Deployment)
{
    /// <summary>US dollars it cost; null = not known.</summary>
    public decimal? Cost { get; init; }

    /// <summary>What could not be honoured when it was given.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
