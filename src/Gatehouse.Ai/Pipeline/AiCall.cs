using Gatehouse.Ai.Compliance;
using Gatehouse.Ai.Compliance.Redaction;
using Gatehouse.Ai.Configuration;
using Gatehouse.Ai.Observability;
using Gatehouse.Ai.Selection;
using Gatehouse.Ai.Surfaces;
using Gatehouse.Core.Configuration.Identity;

namespace Gatehouse.Ai.Pipeline;

/// <summary>One request to the LLM gateway: who, what, under which policy, and what was decided. Holds no content.</summary>
internal sealed class AiCall
{
    public required string RequestId { get; init; }

    public required Surface Surface { get; init; }

    public required AiDirectory Directory { get; init; }

    public required PolicyState? Policy { get; init; }

    /// <summary>When it came, by the monotonic clock.</summary>
    public required long StartedAt { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>The consumer's id; null = nobody is known.</summary>
    public string? ConsumerId { get; init; }

    public string? ConsumerName { get; init; }

    public string? CredentialId { get; init; }

    public IReadOnlyList<ConsumerGroupConfig> Groups { get; init; } = [];

    /// <summary>Whether the client wants to know why what was chosen.</summary>
    public bool Explains { get; init; }

    /// <summary>Provider or deployment that the client wants to be asked first; null = none.</summary>
    public string? Preferred { get; init; }

    /// <summary>Ends when the client has left.</summary>
    public CancellationToken ClientLeft { get; init; }

    /// <summary>The name the client used for the model.</summary>
    public string Model { get; set; } = "";

    /// <summary>The model's configured name; null = the client named none that it may use. Unlike <see cref="Model"/> it is no text of the client.</summary>
    public string? KnownModel { get; set; }

    /// <summary>What the request carries; null before it was looked at.</summary>
    public DataClassification? Classification { get; set; }

    /// <summary>Watches it; null = nobody does.</summary>
    public CallWatch? Watch { get; set; }

    /// <summary>Leave to go out; null before it was decided.</summary>
    public Clearance? Clearance { get; set; }

    /// <summary>Puts values back in; null = nothing was replaced.</summary>
    public Redactor? Redactor { get; set; }

    /// <summary>Why deployments were left out, in order.</summary>
    public List<string> Reasons { get; } = [];

    /// <summary>Attempts made.</summary>
    public int Attempts { get; set; }

    /// <summary>Whether another model than the client's answered.</summary>
    public bool IsFallback { get; set; }

    /// <summary>Who answered; null = nobody.</summary>
    public Deployment? Deployment { get; set; }

    /// <summary>Fields that could not be honoured.</summary>
    public IReadOnlyList<string> Warnings { get; set; } = [];

    /// <summary>What all attempts cost so far; null = not known.</summary>
    public decimal? Cost { get; set; } = 0;

    /// <summary><c>HIT</c> or <c>MISS</c>; null = the cache was not asked.</summary>
    public string? CacheResult { get; set; }

    /// <summary>How long ago the answer that is kept was given; null = it comes from a vendor.</summary>
    public TimeSpan? CacheAge { get; set; }

    /// <summary>Whether the answer came out of the cache.</summary>
    public bool IsCacheHit => CacheAge is not null;

    /// <summary>Separates tenants: the consumer, or everybody without one.</summary>
    public string Tenant => ConsumerId ?? "";

    /// <summary>Adds the cost of an attempt; what is not known makes the sum unknown.</summary>
    public void AddCost(decimal? cost) => Cost += cost;
}
