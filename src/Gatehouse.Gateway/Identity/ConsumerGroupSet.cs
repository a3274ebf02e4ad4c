using Gatehouse.Core.Configuration.Identity;

namespace Gatehouse.Gateway.Identity;

/// <summary>The consumer groups of a consumer, ordered by name. Consumers in the same groups share one object.</summary>
internal sealed class ConsumerGroupSet(IReadOnlyList<ConsumerGroupConfig> groups)
{
    /// <summary>No groups.</summary>
    public static ConsumerGroupSet Empty { get; } = new([]);

    public IReadOnlyList<ConsumerGroupConfig> Groups { get; } = groups;
}
