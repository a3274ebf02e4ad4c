namespace Gatehouse.Gateway.Routing;

/// <summary>The order of Kong 2's router.</summary>
internal sealed class TraditionalOrder : CandidateOrder
{
    protected override int CompareRules(CandidateTraits x, CandidateTraits y)
    {
        int result = y.CategoryCount.CompareTo(x.CategoryCount);
        result = result != 0 ? result : y.CategoryBits.CompareTo(x.CategoryBits);
        result = result != 0 ? result : Weight(y).CompareTo(Weight(x));
        result = result != 0 ? result : y.HeaderCount.CompareTo(x.HeaderCount);
        result = result != 0 ? result : y.RegexPriority.CompareTo(x.RegexPriority);
        result = result != 0 ? result : y.PathLength.CompareTo(x.PathLength);
        result = result != 0 ? result : x.Config.CreatedAt.CompareTo(y.Config.CreatedAt);

        // Kong leaves this to its unstable sort; ours must not depend on the order of the input.
        return result != 0 ? result : string.CompareOrdinal(x.Config.Id, y.Config.Id);
    }

    private static int Weight(CandidateTraits traits)
        => (traits.HasWildcardHostWithPort ? 4 : 0) + (traits.HasOnlyPlainHosts ? 2 : 0) + (traits.IsRegex ? 1 : 0);
}
