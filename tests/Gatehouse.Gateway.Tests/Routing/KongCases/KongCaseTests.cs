using Gatehouse.TestKit.KongCases;
using Xunit;

namespace Gatehouse.Gateway.Tests.Routing.KongCases;

/// <summary>The shared table of Kong's behaviour, as far as it can be checked on the router alone.</summary>
public sealed class KongCaseTests
{
    public static TheoryData<string> Ids => [.. KongCaseFile.Cases.Where(c => !PendingAreas.Contains(c.Area)).Select(c => c.Id)];

    public static TheoryData<string> AreasOfFile => [.. KongCaseFile.Cases.Select(c => c.Area).Distinct()];

    [KongCaseTheory]
    [MemberData(nameof(Ids))]
    public void Case_runs_as_expected(string id)
    {
        var one = KongCaseFile.Cases.Single(c => c.Id == id);

        Assert.True(KongCaseAreas.Runners.TryGetValue(one.Area, out var run), $"area '{one.Area}' is neither run nor pending");
        run(one);
    }

    [KongCaseTheory]
    [MemberData(nameof(AreasOfFile))]
    public void Area_is_either_run_or_pending(string area)
        => Assert.True(
            KongCaseAreas.Runners.ContainsKey(area) != PendingAreas.Contains(area),
            $"area '{area}' must stand in exactly one of KongCaseAreas and PendingAreas");
}
