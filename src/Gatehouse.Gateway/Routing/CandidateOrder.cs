using Gatehouse.Core.Configuration;
namespace Gatehouse.Gateway.Routing;

/// <summary>The order in which candidates win, best first; one implementation per flavor.</summary>
internal abstract class CandidateOrder : IComparer<CandidateTraits>
{
    /// <summary>The order of a flavor.</summary>
    public static CandidateOrder Of(RouterFlavor flavor)
        => flavor == RouterFlavor.Traditional ? new TraditionalOrder() : new CompatibleOrder();

    public int Compare(CandidateTraits? x, CandidateTraits? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        int byRule = CompareRules(x, y);
        return byRule != 0 ? byRule : x.Candidate.PathIndex.CompareTo(y.Candidate.PathIndex);
    }

    /// <summary>Negative when <paramref name="x"/> wins.</summary>
    protected abstract int CompareRules(CandidateTraits x, CandidateTraits y);
}
