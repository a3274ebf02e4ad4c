namespace Gatehouse.EndToEnd.Samples;

/// <summary>The sample about an LLM gateway for two teams.</summary>
public sealed class AiSample() : RunningSample("ai")
{
    protected override IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string> { ["RESEARCH_KEY"] = "research-key", ["CLINIC_KEY"] = "clinic-key" };
}
