using Gatehouse.Ai.Compliance;
using Gatehouse.Ai.Compliance.Scanning;

namespace Gatehouse.Ai.Configuration;

/// <summary>A policy of a snapshot, compiled.</summary>
internal sealed class PolicyState
{
    public required string Name { get; init; }

    /// <summary>What may happen to which class.</summary>
    public required CompliancePolicy Compliance { get; init; }

    /// <summary>Finds data in texts.</summary>
    public required TextScanner Scanner { get; init; }

    /// <summary>Class of requests about which nothing else is known.</summary>
    public required DataClass DefaultClass { get; init; }

    /// <summary>Whether texts are scanned.</summary>
    public bool Detects { get; init; }

    /// <summary>How long a conversation keeps its class; zero = not at all.</summary>
    public TimeSpan Sticky { get; init; }

    /// <summary>Least class by user name.</summary>
    public IReadOnlyDictionary<string, DataClass> Consumers { get; init; } = new Dictionary<string, DataClass>();

    /// <summary>Least class by name of a consumer group.</summary>
    public IReadOnlyDictionary<string, DataClass> Groups { get; init; } = new Dictionary<string, DataClass>();

    /// <summary>Regions where data may be processed; null = any.</summary>
    public IReadOnlyList<string>? Regions { get; init; }

    /// <summary>Whether a field that cannot be honoured is an error instead of a warning.</summary>
    public bool RejectsUnsupported { get; init; }
}
