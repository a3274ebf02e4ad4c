using Gatehouse.Core.Plugins;

namespace Gatehouse.Gateway.Identity;

/// <summary>
/// What plugins that authenticate or authorise use of a snapshot and of the node; offered by
/// <see cref="PluginBuildContext.Services"/> under this type.
/// </summary>
internal sealed class IdentityServices
{
    /// <summary>Who is who in the snapshot that is being built.</summary>
    public required IdentityDirectory Directory { get; init; }

    /// <summary>What must outlive snapshots: reports, delays, last uses.</summary>
    public required IdentityNode Node { get; init; }

    /// <summary>The services of a build; throws <see cref="PluginBuildException"/> when the program offers none.</summary>
    public static IdentityServices From(PluginBuildContext context)
        => (IdentityServices?)context.Services.GetService(typeof(IdentityServices))
            ?? throw new PluginBuildException($"{context.Instance.Name}: the program offers no {nameof(IdentityServices)}");
}
