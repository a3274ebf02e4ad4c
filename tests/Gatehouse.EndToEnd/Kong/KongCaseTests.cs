using Gatehouse.TestKit;
using Gatehouse.TestKit.KongCases;
using Xunit;

namespace Gatehouse.EndToEnd.Kong;

/// <summary>The shared table of Kong's behaviour, and our own of the same form, against a real process.</summary>
public sealed class KongCaseTests(CaseFixture fixture) : IClassFixture<CaseFixture>
{
    private static readonly IReadOnlyList<KongCase> Own =
        KongCaseFile.Read(RepositoryRoot.Combine("tests", "Gatehouse.EndToEnd", "Kong", "own-cases.jsonl"));

    public static TheoryData<string> SharedIds => [.. KongCaseFile.Cases.Where(IsRun).Select(c => c.Id)];

    public static TheoryData<string> OwnIds => [.. Own.Select(c => c.Id)];

    public static TheoryData<string> Areas => [.. KongCaseFile.Cases.Select(c => c.Area).Distinct()];

    [CaseTheory]
    [MemberData(nameof(SharedIds))]
    public async Task Shared_case_runs_as_expected(string id) => await CheckAsync(KongCaseFile.Cases.Single(c => c.Id == id));

    [Theory]
    [MemberData(nameof(OwnIds))]
    public async Task Own_case_runs_as_expected(string id) => await CheckAsync(Own.Single(c => c.Id == id));

    [CaseTheory]
    [MemberData(nameof(Areas))]
    public void Area_is_either_run_or_pending(string area) =>
        Assert.True(area == "admin" || (CaseAreas.Run.Contains(area) != CaseAreas.Pending.Contains(area)), $"area '{area}' is neither run nor pending, or both");

    private static bool IsRun(KongCase one) => one.Area == "admin" ? CaseAreas.RunOfAdmin.Contains(one.Id) : !CaseAreas.Pending.Contains(one.Area);

    private async Task CheckAsync(KongCase one) => await new CaseRun(fixture, one).CheckAsync();
}
