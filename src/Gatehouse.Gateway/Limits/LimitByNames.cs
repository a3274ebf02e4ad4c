namespace Gatehouse.Gateway.Limits;

/// <summary>How a configuration spells <see cref="LimitBy"/>.</summary>
internal static class LimitByNames
{
    /// <summary>The names, in the order of the values.</summary>
    public static string[] All { get; } =
        ["consumer", "consumer-group", "credential", "ip", "service", "route", "path", "header", "claim", "expression", "global"];

    /// <summary>The value of a name that the schema has let through.</summary>
    public static LimitBy Of(string name) => (LimitBy)Array.IndexOf(All, name);
}
