using Gatehouse.Fuzz;
using Xunit;

namespace Gatehouse.Net.Tests.Http1;

public class Http1FuzzTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Targets_mutatedSeeds_keepTheirInvariants(int seed)
    {
        int left = 6_000;
        FuzzReport report = FuzzRun.Execute(seed, () => left-- > 0);
        Assert.Null(report.Failure);
        Assert.Equal(6_000, report.Inputs);

        // A fuzzer whose inputs are all refused at the first line tests nothing.
        Assert.True(report.AcceptedRequests > 500 && report.AcceptedResponses > 200, report.ToString());
    }
}
