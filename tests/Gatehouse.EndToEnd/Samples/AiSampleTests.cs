using Gatehouse.TestKit;
using Gatehouse.TestKit.Processes;
using Xunit;

namespace Gatehouse.EndToEnd.Samples;

/// <summary>What the README of the sample shows, and every configuration in the guide to the LLM gateway.</summary>
public sealed class AiSampleTests(AiSample sample) : IClassFixture<AiSample>
{
    private static readonly string Readme = Path.Combine("docs", "guides", "llm-gateway-sample.md");

    private static readonly string[] Guide = File.ReadAllLines(RepositoryRoot.Combine("docs", "guides", "llm-gateway.md"));

    private static readonly IReadOnlyList<ReadmeExample> Found = [.. ReadmeExample.In("ai", Readme, File.ReadAllLines(RepositoryRoot.Combine(Readme)))];

    public static TheoryData<int> Examples => [.. Enumerable.Range(0, Found.Count)];

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Readme_example_prints_what_it_shows(int index) => Assert.Null(await sample.DifferenceAsync(Found[index]));

    public static TheoryData<int> GuideBlocks => [.. Enumerable.Range(0, Guide.Length).Where(i => Guide[i] == "```yaml")];

    [Theory]
    [MemberData(nameof(GuideBlocks))]
    public async Task Guides_configuration_loads(int line)
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("kong.yml", "_format_version: \"3.0\"\n" + string.Join('\n', Guide.Skip(line + 1).TakeWhile(l => l != "```")));
        await using var check = ChildProcess.Start(GatehouseProcess.Executable, ["check", file], new Dictionary<string, string> { ["OPENAI_API_KEY"] = "k", ["ANTHROPIC_API_KEY"] = "k" });

        int code = await check.WaitForExitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal((0, $"{file}: ok"), (code, check.Output.Trim()));
    }
}
