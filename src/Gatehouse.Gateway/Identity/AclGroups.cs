using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Identity;

/// <summary>The ACL groups of a consumer, in the order of the configuration. Consumers with the same groups share one object.</summary>
internal sealed class AclGroups(IReadOnlyList<string> names)
{
    /// <summary>No groups.</summary>
    public static AclGroups Empty { get; } = new([]);

    public IReadOnlyList<string> Names { get; } = names;

    /// <summary>Value of X-Consumer-Groups.</summary>
    public string FieldValue { get; } = FieldText.Safe(string.Join(", ", names));
}
