using Gatehouse.Core.Configuration;
namespace Gatehouse.Gateway.Routing;

/// <summary>How service path, route path and request path are put together, see <see cref="ProxiedPath"/>.</summary>
internal enum PathHandling
{
    /// <summary>Joins with exactly one slash; the default.</summary>
    V0,

    /// <summary>Concatenates; deprecated, only with <see cref="RouterFlavor.Traditional"/>.</summary>
    V1,
}
