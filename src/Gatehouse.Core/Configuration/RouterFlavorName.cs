using System.Diagnostics.CodeAnalysis;

namespace Gatehouse.Core.Configuration;

/// <summary>The names of flavors in the node setting <c>router_flavor</c>.</summary>
public static class RouterFlavorName
{
    /// <summary>The names of the flavors that are served.</summary>
    public static IReadOnlyList<string> Served { get; } = ["traditional_compatible", "traditional"];

    /// <summary>The flavor of a name; what is wrong with it, and what to write instead, when it is not served.</summary>
    public static bool TryParse(
        string name, out RouterFlavor flavor, [NotNullWhen(false)] out string? error, [NotNullWhen(false)] out string? remedy)
    {
        (flavor, error, remedy) = name switch
        {
            "traditional_compatible" => (RouterFlavor.TraditionalCompatible, null, null),
            "traditional" => (RouterFlavor.Traditional, null, null),
            "expressions" => (
                RouterFlavor.TraditionalCompatible,
                "the flavor expressions is not supported",
                "write traditional_compatible, and methods, hosts, paths, headers or snis instead of each route's expression"),
            _ => ((RouterFlavor, string?, string?))(
                RouterFlavor.TraditionalCompatible,
                $"is not one of {string.Join(", ", Served)}",
                $"write one of {string.Join(", ", Served)}"),
        };
        return error is null;
    }
}
