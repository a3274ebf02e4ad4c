using Gatehouse.TestKit;
using Gatehouse.TestKit.Processes;
using Xunit;

namespace Gatehouse.EndToEnd.Samples;

/// <summary>What the guide to rate limiting shows: its commands against the sample, and every configuration in it.</summary>
public sealed class RateLimitingSampleTests(RateLimitingSample sample) : IClassFixture<RateLimitingSample>
{
    private static readonly string Guide = Path.Combine("docs", "guides", "rate-limiting.md");

    private static readonly string[] Lines = File.ReadAllLines(RepositoryRoot.Combine(Guide));

    private static readonly IReadOnlyList<ReadmeExample> Found = [.. ReadmeExample.In("rate-limiting", Guide, Lines)];

    public static TheoryData<int> Examples => [.. Enumerable.Range(0, Found.Count)];

    /// <summary>Lines behind which a configuration begins.</summary>
    public static TheoryData<int> Configurations => [.. Enumerable.Range(0, Lines.Length).Where(i => Lines[i] == "```yaml")];

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Guide_example_prints_what_it_shows(int index) => Assert.Null(await sample.DifferenceAsync(Found[index]));

    [Theory]
    [MemberData(nameof(Configurations))]
    public async Task Guide_configuration_loads_without_a_warning(int line)
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("kong.yml", "_format_version: \"3.0\"\n" + string.Join('\n', Lines.Skip(line + 1).TakeWhile(l => l != "```")));
        var environment = new Dictionary<string, string> { ["REDIS_PASSWORD"] = "secret" };
        await using var check = ChildProcess.Start(GatehouseProcess.Executable, ["check", file], environment);

        int code = await check.WaitForExitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal($"{file}: ok", check.Output.Trim());
        Assert.Equal(0, code);
    }
}
