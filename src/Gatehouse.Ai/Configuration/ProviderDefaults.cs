using System.Net;
using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Selection;

namespace Gatehouse.Ai.Configuration;

/// <summary>What a kind of provider has where the configuration says nothing.</summary>
internal static class ProviderDefaults
{
    private const Capabilities Common = Capabilities.Tools | Capabilities.Vision | Capabilities.JsonObject | Capabilities.JsonSchema
        | Capabilities.Streaming | Capabilities.Reasoning;

    private const Capabilities All = Common | Capabilities.Files | Capabilities.Audio | Capabilities.Logprobs | Capabilities.MultipleChoices | Capabilities.Seed;

    /// <summary>The kind of a <c>type</c>.</summary>
    public static ProviderKind KindOf(string type) => type switch
    {
        "openai" => ProviderKind.OpenAi,
        "azure-openai" => ProviderKind.AzureOpenAi,
        "openai-compatible" => ProviderKind.OpenAiCompatible,
        "anthropic" => ProviderKind.Anthropic,
        "bedrock" => ProviderKind.Bedrock,
        "ollama" => ProviderKind.Ollama,
        _ => ProviderKind.Sandbox,
    };

    /// <summary>The <c>type</c> of a kind, as price book and metrics spell it.</summary>
    public static string TypeOf(ProviderKind kind) => kind switch
    {
        ProviderKind.OpenAi => "openai",
        ProviderKind.AzureOpenAi => "azure-openai",
        ProviderKind.OpenAiCompatible => "openai-compatible",
        ProviderKind.Anthropic => "anthropic",
        ProviderKind.Bedrock => "bedrock",
        ProviderKind.Ollama => "ollama",
        _ => "sandbox",
    };

    /// <summary>The vendor's own address; null = there is none.</summary>
    public static string? UrlOf(ProviderKind kind, string? region) => kind switch
    {
        ProviderKind.OpenAi => "https://api.openai.com/v1",
        ProviderKind.Anthropic => "https://api.anthropic.com",
        ProviderKind.Bedrock when region is { Length: > 0 } => $"https://bedrock-runtime.{region}.amazonaws.com",
        ProviderKind.Ollama => "http://127.0.0.1:11434",
        ProviderKind.Sandbox => "http://sandbox.invalid",
        _ => null,
    };

    /// <summary>What its API can do.</summary>
    public static Capabilities CapabilitiesOf(ProviderKind kind) => kind switch
    {
        ProviderKind.Anthropic => Common | Capabilities.Files,
        ProviderKind.Bedrock => Common | Capabilities.Files,
        ProviderKind.Ollama => Common | Capabilities.Logprobs | Capabilities.Seed,
        _ => All,
    };

    /// <summary>Whether a provider of this kind at this address is private unless the configuration says otherwise.</summary>
    public static bool IsPrivate(ProviderKind kind, Uri url)
        => kind == ProviderKind.Sandbox || (kind == ProviderKind.Ollama && IsPrivate(url));

    // A host name says nothing about where it leads: only addresses that cannot be elsewhere are private by themselves.
    private static bool IsPrivate(Uri url)
        => url.IsLoopback || (IPAddress.TryParse(url.IdnHost, out var address) && IsPrivate(address));

    private static bool IsPrivate(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        byte[] bytes = address.GetAddressBytes();
        return IPAddress.IsLoopback(address)
            || (bytes.Length == 4 && (bytes[0] == 10 || (bytes[0] == 172 && bytes[1] is >= 16 and < 32) || (bytes[0] == 192 && bytes[1] == 168)))
            || (bytes.Length == 16 && (bytes[0] & 0xFE) == 0xFC);
    }
}
