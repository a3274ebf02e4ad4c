using Gatehouse.Ai.Compliance;

namespace Gatehouse.Ai.Selection;

/// <summary>
/// Filters and orders the deployments that may answer. It is handed candidates that compliance has cleared and gives back some of these:
/// it cannot name another.
/// </summary>
internal static class Selector
{
    private const string FirstBack = "all rest: the first to be back is asked";

    /// <summary>What a request is senseless without. The rest goes through <see cref="Providers.EncodeNotes"/>.</summary>
    private const Capabilities Decisive = Capabilities.Tools | Capabilities.Vision | Capabilities.Files | Capabilities.Audio
        | Capabilities.JsonSchema | Capabilities.Streaming;

    /// <summary>As <see cref="Choose"/>, where there is at most one to choose.</summary>
    public static ClearedCandidates<Deployment> Admit(ClearedCandidates<Deployment> candidates, RequestNeeds needs, List<string>? reasons)
    {
        if (candidates.IsEmpty || !CanTake(candidates[0], needs, reasons))
        {
            return default;
        }

        if (IsAwake(candidates[0], needs, reasons))
        {
            return candidates;
        }

        // A single deployment is never locked out for good.
        bool hasRoom = candidates[0].Health.HasRoom(needs.EstimatedTokens);
        reasons?.Add(FirstBack);
        return hasRoom ? candidates : default;
    }

    /// <summary>Those who can and may take the request now, the best first. <paramref name="reasons"/> gets why others are left out.</summary>
    public static ClearedCandidates<Deployment> Choose(
        ClearedCandidates<Deployment> candidates,
        SelectionOrder order,
        RequestNeeds needs,
        Func<Deployment, decimal?> costOf,
        Func<double> random,
        List<string>? reasons)
    {
        var able = candidates.Where(d => CanTake(d, needs, reasons));
        var awake = able.Where(d => IsAwake(d, needs, reasons));

        // When all rest, the one whose rest ends first is better than nobody: a single deployment is never locked out for good.
        if (awake.IsEmpty && !able.IsEmpty)
        {
            awake = able.Where(d => d.Health.HasRoom(needs.EstimatedTokens)).OrderBy(d => d.Health.RestsFor);
            reasons?.Add(FirstBack);
            return awake;
        }

        return order switch
        {
            SelectionOrder.Cost => awake.OrderBy(d => (costOf(d) ?? decimal.MaxValue, d.Priority)),
            SelectionOrder.Latency => awake.OrderBy(d => Latency(d)),
            SelectionOrder.Weighted => awake.OrderBy(d => Draw(d.Weight, random)),
            SelectionOrder.LeastBusy => awake.OrderBy(d => ((d.Health.InFlight + 1.0) / Math.Max(1, d.Weight), d.Priority)),
            _ => awake.OrderBy(d => (d.Priority, Draw(d.Weight, random))),
        };
    }

    private static bool CanTake(Deployment deployment, RequestNeeds needs, List<string>? reasons)
    {
        var missing = needs.Capabilities & Decisive & ~deployment.Capabilities;
        if (missing != Capabilities.None)
        {
            reasons?.Add($"{deployment.Name}: cannot do {missing.ToString().ToLowerInvariant()}");
            return false;
        }

        if (deployment.ContextWindow is { } window && needs.InputTokens > window)
        {
            reasons?.Add($"{deployment.Name}: context window of {window} tokens");
            return false;
        }

        return true;
    }

    private static bool IsAwake(Deployment deployment, RequestNeeds needs, List<string>? reasons)
    {
        if (deployment.Health.IsResting)
        {
            reasons?.Add($"{deployment.Name}: resting");
            return false;
        }

        if (!deployment.Health.HasRoom(needs.EstimatedTokens))
        {
            reasons?.Add($"{deployment.Name}: at its limit");
            return false;
        }

        return true;
    }

    // One that was never asked is tried before it is judged.
    private static (double, int) Latency(Deployment deployment)
    {
        double first = deployment.Health.FirstTokenSeconds, total = deployment.Health.TotalSeconds;
        return (double.IsNaN(first) ? 0 : first + (0.1 * total) * (1 + (0.1 * deployment.Health.InFlight)), deployment.Priority);
    }

    // Efraimidis and Spirakis: ordering by -ln(u)/w draws without replacement as weights say.
    private static double Draw(int weight, Func<double> random) => weight == 0 ? double.PositiveInfinity : -Math.Log(1 - random()) / weight;
}
