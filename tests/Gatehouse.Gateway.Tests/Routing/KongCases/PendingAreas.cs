namespace Gatehouse.Gateway.Tests.Routing.KongCases;

/// <summary>
/// Areas of the case file that this project does not run: their feature is not built yet, or the case needs a whole gateway.
/// Who builds one removes it here and adds it to <see cref="KongCaseAreas"/> (or to the end-to-end suite, saying so).
/// </summary>
internal static class PendingAreas
{
    /// <summary>Exact names, or a prefix ending with <c>.*</c>.</summary>
    public static readonly string[] Names =
    [
        "headers.forwarded",
        "headers.host",
        "errors.negotiation",
        "plugin.*",
        "admin",
        "balancer.*",
        "upstream.validation",
    ];

    public static bool Contains(string area) => Names.Any(name => Matches(name, area));

    public static bool Matches(string name, string area)
        => name.EndsWith(".*", StringComparison.Ordinal) ? area.StartsWith(name[..^1], StringComparison.Ordinal) : area == name;
}
