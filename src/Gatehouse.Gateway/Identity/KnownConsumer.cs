using Gatehouse.Core.Configuration;
using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Identity;

/// <summary>A consumer as requests need it: its configuration, its groups, and its names fit for header fields.</summary>
internal sealed class KnownConsumer(ConsumerConfig config, ConsumerGroupSet groups, AclGroups aclGroups)
{
    public ConsumerConfig Config { get; } = config;

    /// <summary>Consumer groups; plugins can be bound to them.</summary>
    public ConsumerGroupSet Groups { get; } = groups;

    /// <summary>Groups of plugin acl.</summary>
    public AclGroups AclGroups { get; } = aclGroups;

    /// <summary>Value of X-Consumer-Username, null when it has no user name.</summary>
    public string? Username { get; } = config.Username is { } username ? FieldText.Safe(username) : null;

    /// <summary>Value of X-Consumer-Custom-ID, null when it has none.</summary>
    public string? CustomId { get; } = config.CustomId is { } id ? FieldText.Safe(id) : null;
}
