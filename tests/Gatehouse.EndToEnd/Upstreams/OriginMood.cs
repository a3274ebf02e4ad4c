namespace Gatehouse.EndToEnd.Upstreams;

/// <summary>What a <see cref="MoodyOrigin"/> does with requests.</summary>
internal enum OriginMood
{
    /// <summary>Answers 200.</summary>
    Good,

    /// <summary>Answers 500.</summary>
    Lying,

    /// <summary>Accepts and reads, and never answers.</summary>
    Stalled,
}
