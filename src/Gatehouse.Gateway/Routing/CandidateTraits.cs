using System.Numerics;
using Gatehouse.Core.Configuration;

namespace Gatehouse.Gateway.Routing;

/// <summary>What decides the place of a candidate among the others. Only needed while the router is built.</summary>
internal sealed class CandidateTraits
{
    /// <summary>Kong keeps the number of header conditions in 8 bits.</summary>
    private const int HeaderCountCap = 255;

    public CandidateTraits(Candidate candidate)
    {
        Candidate = candidate;
        Config = candidate.Route.Config;
        HeaderCount = Math.Min(candidate.Conditions.Headers.Length, HeaderCountCap);
        IsRegex = candidate.Pattern is not null;
        RegexPriority = IsRegex ? Config.RegexPriority : 0;
        PathLength = candidate.Prefix?.Length ?? 0;
        HasOnlyPlainHosts = candidate.Conditions.Hosts is { HasWildcard: false };
        HasWildcardHostWithPort = candidate.Conditions.Hosts is { HasWildcardWithPort: true };

        // Weights of the traditional flavor; their number is what both flavors compare first.
        CategoryBits = (candidate.Conditions.Hosts is null ? 0u : 64)
            | (HeaderCount == 0 ? 0u : 32)
            | (candidate.Prefix is null && !IsRegex ? 0u : 16)
            | (candidate.Conditions.Methods is null ? 0u : 8)
            | (candidate.Conditions.Snis is null ? 0u : 4);
        CategoryCount = BitOperations.PopCount(CategoryBits);
    }

    public Candidate Candidate { get; }

    public RouteConfig Config { get; }

    public int CategoryCount { get; }

    /// <summary>host 64, header 32, path 16, method 8, SNI 4.</summary>
    public uint CategoryBits { get; }

    public int HeaderCount { get; }

    public bool IsRegex { get; }

    /// <summary>0 unless the path is a regular expression.</summary>
    public int RegexPriority { get; }

    /// <summary>Bytes of the prefix; a regular expression counts 0.</summary>
    public int PathLength { get; }

    /// <summary>Whether there are hosts, and no wildcard among them.</summary>
    public bool HasOnlyPlainHosts { get; }

    public bool HasWildcardHostWithPort { get; }
}
