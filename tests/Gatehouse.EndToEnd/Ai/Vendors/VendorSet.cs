namespace Gatehouse.EndToEnd.Ai.Vendors;

/// <summary>One vendor of every dialect, and the environment and declarations by which a gateway reaches them.</summary>
internal sealed class VendorSet : IAsyncDisposable
{
    /// <summary>Secrets of the gateway towards vendors, which nobody else may see.</summary>
    public static readonly IReadOnlyDictionary<string, string> Environment = new Dictionary<string, string>
    {
        ["KEY_OF_OPENAI"] = "key-of-openai",
        ["KEY_OF_ANTHROPIC"] = "key-of-anthropic",
        ["AWS_ID_OF_BEDROCK"] = BedrockVendor.KeyId,
        ["AWS_SECRET_OF_BEDROCK"] = BedrockVendor.Secret,
    };

    public OpenAiVendor OpenAi { get; } = new();

    public AnthropicVendor Anthropic { get; } = new();

    public BedrockVendor Bedrock { get; } = new();

    public OllamaVendor Ollama { get; } = new();

    public IReadOnlyList<FakeVendor> All => [OpenAi, Anthropic, Bedrock, Ollama];

    public FakeVendor this[string name] => All.Single(v => v.Name == name);

    /// <summary>A line of <c>ai_providers</c>.</summary>
    /// <param name="vendor">The vendor.</param>
    /// <param name="name">The provider's name; null = the vendor's.</param>
    /// <param name="more">Further fields, each with a comma before it.</param>
    public static string Provider(FakeVendor vendor, string? name = null, string more = "")
    {
        string credential = vendor.Name switch
        {
            "openai" => ", api_key: \"{vault://env/key-of-openai}\"",
            "anthropic" => ", api_key: \"{vault://env/key-of-anthropic}\"",
            "bedrock" => $", region: {BedrockVendor.Region}, aws_access_key_id: \"{{vault://env/aws-id-of-bedrock}}\", aws_secret_access_key: \"{{vault://env/aws-secret-of-bedrock}}\"",
            _ => "",
        };
        return $"- {{name: {name ?? vendor.Name}, type: {vendor.Name}, url: \"{vendor.Url}\"{credential}{more}}}\n";
    }

    /// <summary>A vendor's own name for a model that behaves as <paramref name="mood"/> says (<see cref="Scripts.Moods"/>).</summary>
    public static string ModelOf(string vendor, string mood = "plain") => vendor switch
    {
        "openai" => $"gpt-{mood}",
        "anthropic" => $"claude-sonnet-4-5-{mood}",
        "bedrock" => $"eu.anthropic.claude-sonnet-4-5-{mood}-v1:0",
        _ => $"llama-{mood}",
    };

    public async ValueTask DisposeAsync()
    {
        foreach (var vendor in All)
        {
            await vendor.DisposeAsync();
        }
    }
}
