using System.Diagnostics.CodeAnalysis;
using Gatehouse.Core.Configuration;

namespace Gatehouse.Gateway.Routing;

/// <summary>Reads the node setting <c>router_flavor</c>.</summary>
internal static class RouterFlavorName
{
    /// <summary>The flavor of a name; the error says what to do instead.</summary>
    public static bool TryParse(string name, out RouterFlavor flavor, [NotNullWhen(false)] out string? error)
    {
        (flavor, error) = name switch
        {
            "traditional_compatible" => (RouterFlavor.TraditionalCompatible, null),
            "traditional" => (RouterFlavor.Traditional, null),
            "expressions" => (
                RouterFlavor.TraditionalCompatible,
                "router_flavor 'expressions' is not supported; use 'traditional_compatible' and the classic match fields"),
            _ => (
                RouterFlavor.TraditionalCompatible,
                "expected one of: traditional_compatible, traditional"),
        };
        return error is null;
    }
}
