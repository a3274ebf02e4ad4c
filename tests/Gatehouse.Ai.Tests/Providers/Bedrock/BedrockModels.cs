using Gatehouse.Ai.Providers;

namespace Gatehouse.Ai.Tests.Providers.Bedrock;

/// <summary>Models of each family at a provider with a key pair.</summary>
internal static class BedrockModels
{
    public const string Claude = "anthropic.claude-3-5-sonnet-20241022-v2:0";
    public const string Nova = "us.amazon.nova-lite-v1:0";
    public const string Llama = "meta.llama3-1-70b-instruct-v1:0";

    public static ProviderAddress Provider { get; } = new()
    {
        Name = "aws",
        Kind = ProviderKind.Bedrock,
        Url = new("https://bedrock-runtime.us-east-1.amazonaws.com"),
        Region = "us-east-1",
        AwsAccessKeyId = "AKIDEXAMPLE",
        AwsSecretAccessKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    };

    public static VendorModel Of(string id) => new() { Provider = Provider, Id = id };
}
