namespace Gatehouse.Gateway.Limits;

/// <summary>How a configuration spells <see cref="LimitAlgorithm"/>.</summary>
internal static class LimitAlgorithmNames
{
    /// <summary>The names, in the order of the values.</summary>
    public static string[] All { get; } = ["fixed-window", "sliding-window", "token-bucket", "concurrency"];

    /// <summary>The value of a name that the schema has let through.</summary>
    public static LimitAlgorithm Of(string name) => (LimitAlgorithm)Array.IndexOf(All, name);
}
