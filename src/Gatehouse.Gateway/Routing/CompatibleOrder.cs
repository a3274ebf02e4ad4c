namespace Gatehouse.Gateway.Routing;

/// <summary>The order of Kong 3's default flavor.</summary>
internal sealed class CompatibleOrder : CandidateOrder
{
    protected override int CompareRules(CandidateTraits x, CandidateTraits y)
    {
        int result = y.CategoryCount.CompareTo(x.CategoryCount);
        result = result != 0 ? result : y.HasOnlyPlainHosts.CompareTo(x.HasOnlyPlainHosts);
        result = result != 0 ? result : y.HeaderCount.CompareTo(x.HeaderCount);
        result = result != 0 ? result : y.IsRegex.CompareTo(x.IsRegex);
        result = result != 0 ? result : y.RegexPriority.CompareTo(x.RegexPriority);
        result = result != 0 ? result : y.PathLength.CompareTo(x.PathLength);

        // Arbitrary, but Kong's: its table of equals is walked from the largest UUID down.
        return result != 0 ? result : string.CompareOrdinal(y.Config.Id, x.Config.Id);
    }
}
