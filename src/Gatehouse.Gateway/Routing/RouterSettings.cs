using Gatehouse.Core.Configuration;
namespace Gatehouse.Gateway.Routing;

/// <summary>What decides how routes are compiled, besides the routes themselves.</summary>
internal sealed record RouterSettings
{
    /// <summary>Default <see cref="RouterFlavor.TraditionalCompatible"/>, as Kong.</summary>
    public RouterFlavor Flavor { get; init; } = RouterFlavor.TraditionalCompatible;

    /// <summary>
    /// Whether hosts compare byte by byte as Kong compares them. Default false: RFC 9110 §4.2.3 makes host names
    /// case-insensitive, and a client that writes <c>Shop.Example</c> is not another client.
    /// </summary>
    public bool CaseSensitiveHosts { get; init; }
}
