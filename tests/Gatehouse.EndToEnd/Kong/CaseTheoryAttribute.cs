using Gatehouse.TestKit.KongCases;
using Xunit;

namespace Gatehouse.EndToEnd.Kong;

/// <summary>A theory over the shared case file, skipped visibly where that is not to be had.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CaseTheoryAttribute : TheoryAttribute
{
    public CaseTheoryAttribute()
    {
        if (KongCaseFile.Path is null)
        {
            Skip = KongCaseFile.Missing;
        }
    }
}
