namespace Gatehouse.Bench.Measurements;

/// <summary>What authentication costs: plugins and signatures by the tests that measure them, consumers by the built program.</summary>
internal sealed class IdentityMeasurement(BenchOptions options)
{
    public async Task<IReadOnlyList<BarredFigure>> RunAsync(string folder, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        return
        [
            .. await SpeedTests.RunAsync("tests/Gatehouse.Gateway.Tests", "FullyQualifiedName~KeyAuthSpeedTests", folder, cancel),
            .. await SpeedTests.RunAsync("tests/Gatehouse.Gateway.Tests", "FullyQualifiedName~JwtSpeedTests", folder, cancel),
            .. await SpeedTests.RunAsync("tests/Gatehouse.Protocols.Tests", "FullyQualifiedName~JoseSpeedTests.Verify", folder, cancel),
            .. await SpeedTests.RunAsync("tests/Gatehouse.Gateway.Tests", "FullyQualifiedName~Directory_of_a_hundred_thousand_consumers", folder, cancel),
            .. await new ConsumersMeasurement(options).RunAsync(folder, cancel),
        ];
    }
}
