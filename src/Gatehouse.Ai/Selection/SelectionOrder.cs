namespace Gatehouse.Ai.Selection;

/// <summary>In which order deployments that may answer are asked.</summary>
internal enum SelectionOrder
{
    Priority,

    /// <summary>The cheapest for the estimated request first.</summary>
    Cost,

    /// <summary>The fastest lately first.</summary>
    Latency,

    /// <summary>By chance, as weights say.</summary>
    Weighted,

    /// <summary>Who has the fewest calls in flight for its weight.</summary>
    LeastBusy,
}
