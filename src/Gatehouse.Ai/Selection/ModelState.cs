using Gatehouse.Core.Configuration.Identity;

namespace Gatehouse.Ai.Selection;

/// <summary>A model of a snapshot: a name clients use and who may answer for it.</summary>
internal sealed class ModelState
{
    public required string Name { get; init; }

    public IReadOnlyList<string> Aliases { get; init; } = [];

    public bool IsEmbedding { get; init; }

    public SelectionOrder Order { get; init; }

    public required IReadOnlyList<Deployment> Deployments { get; init; }

    /// <summary>Names of models to try next.</summary>
    public IReadOnlyList<string> Fallbacks { get; init; } = [];

    /// <summary>Attempts after the first, over all deployments and fallbacks.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>When a second deployment is asked too; null = never.</summary>
    public TimeSpan? HedgeAfter { get; init; }

    /// <summary>Whether and how long answers are kept; null = not at all.</summary>
    public TimeSpan? CacheLifetime { get; init; }

    /// <summary>Groups that may use it; null = everybody.</summary>
    public IReadOnlyList<string>? ConsumerGroups { get; init; }

    /// <summary>Provider or deployment that is asked first, by name of a consumer or a group.</summary>
    public IReadOnlyDictionary<string, string> Preferences { get; init; } = new Dictionary<string, string>();

    /// <summary>When it was configured.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>Who is asked first for a consumer; null = nobody in particular. A consumer's own preference goes before that of a group.</summary>
    public string? PreferenceOf(string? consumer, IReadOnlyList<ConsumerGroupConfig> groups)
    {
        if (Preferences.Count == 0)
        {
            return null;
        }

        return consumer is not null && Preferences.TryGetValue(consumer, out string? own) ? own
            : groups.Select(g => Preferences.GetValueOrDefault(g.Name)).FirstOrDefault(p => p is not null);
    }

    /// <summary>Whether somebody in these groups may use it.</summary>
    public bool IsOpenTo(IReadOnlyList<ConsumerGroupConfig> groups) => ConsumerGroups is null || groups.Any(g => ConsumerGroups.Contains(g.Name));
}
