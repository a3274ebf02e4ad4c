using System.Reflection;

namespace Gatehouse.Composition;

/// <summary>Our own name and version.</summary>
internal static class Product
{
    /// <summary>Version from the build.</summary>
    public static string Version { get; } =
        typeof(Product).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
}
