using Gatehouse.TestKit.KongCases;
using Xunit;

namespace Gatehouse.Gateway.Tests.Routing.KongCases;

/// <summary>A theory over the case file, skipped visibly where that is not to be had.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class KongCaseTheoryAttribute : TheoryAttribute
{
    public KongCaseTheoryAttribute()
    {
        if (KongCaseFile.Path is null)
        {
            Skip = KongCaseFile.Missing;
        }
    }
}
