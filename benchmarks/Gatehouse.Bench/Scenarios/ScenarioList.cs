namespace Gatehouse.Bench.Scenarios;

/// <summary>Every workload, in the order it runs.</summary>
internal static class ScenarioList
{
    private static readonly Scenario[] All =
    [
        new("100b", ScenarioKind.Load, "/100b"),
        new("10kb", ScenarioKind.Load, "/10kb") { ResponseBytes = 10 * 1024 },
        new("post1kb", ScenarioKind.Load, "/100b") { RequestBodyBytes = 1024 },
        new("tls", ScenarioKind.Load, "/100b") { Tls = true },
        new("h2", ScenarioKind.Load, "/100b") { Tls = true, Http2 = true },
        new("routes10k", ScenarioKind.Load, Scenario.RoutePath(4321) + "/17") { Routes = 10_000 },
        new("secured", ScenarioKind.Load, "/100b") { Protection = Protection.SameToken },
        new("secured-distinct", ScenarioKind.Load, "/100b") { Protection = Protection.DistinctTokens },
        new("start", ScenarioKind.Start, "/100b"),
        new("memory", ScenarioKind.Memory, "/100b"),
        new("reload", ScenarioKind.Reload, Scenario.RoutePath(432) + "/17") { Routes = 1000 },
        new("adaptive", ScenarioKind.Adaptive, "/normal"),
        new("identity", ScenarioKind.Identity, "/"),
        new("ai", ScenarioKind.Ai, "/"),
        new("ai-streams", ScenarioKind.AiStreams, "/"),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(s => s.Name)];

    public static Scenario Get(string name) => All.Single(s => s.Name == name);
}
