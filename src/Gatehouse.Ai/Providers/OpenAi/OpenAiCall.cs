using System.Runtime.CompilerServices;

namespace Gatehouse.Ai.Providers.OpenAi;

/// <summary>Paths and header fields of calls: OpenAI's own, and Azure's with the deployment in the path.</summary>
internal static class OpenAiCall
{
    /// <summary>The newest version of Azure's API that is not a preview, where the path names the deployment.</summary>
    private const string DefaultAzureVersion = "2024-10-21";

    // By the object itself: two addresses that are equal may differ in what a later version of them has.
    private static readonly ConditionalWeakTable<ProviderAddress, List<KeyValuePair<string, string>>[]> Known = [];

    /// <summary>A call about a model.</summary>
    public static VendorRequest Post(VendorModel model, string path, ReadOnlyMemory<byte> body, bool isStream) => new()
    {
        Method = "POST",
        Target = Target(model.Provider, HasDeployments(model.Provider) ? $"/deployments/{Uri.EscapeDataString(model.Id)}{path}" : path),
        Headers = Headers(model.Provider, hasBody: true, isStream),
        Body = body,
        IsStream = isStream,
    };

    /// <summary>A call without a body.</summary>
    public static VendorRequest Get(ProviderAddress provider, string path) => new()
    {
        Method = "GET",
        Target = Target(provider, path),
        Headers = Headers(provider, hasBody: false, isStream: false),
    };

    /// <summary>Azure's older API; its newer one at <c>/openai/v1</c> has OpenAI's own paths.</summary>
    private static bool HasDeployments(ProviderAddress provider)
        => provider.Kind == ProviderKind.AzureOpenAi && !provider.Url.AbsolutePath.TrimEnd('/').EndsWith("/openai/v1", StringComparison.Ordinal);

    private static string Target(ProviderAddress provider, string path)
    {
        if (HasDeployments(provider))
        {
            return $"/openai{path}?api-version={Uri.EscapeDataString(provider.ApiVersion ?? DefaultAzureVersion)}";
        }

        return provider is { Kind: ProviderKind.AzureOpenAi, ApiVersion: { } version } ? $"{path}?api-version={Uri.EscapeDataString(version)}" : path;
    }

    // Composed once for each provider.
    private static List<KeyValuePair<string, string>> Headers(ProviderAddress provider, bool hasBody, bool isStream)
        => Known.GetValue(provider, static p => [Compose(p, false, false), Compose(p, true, false), Compose(p, true, true)])[!hasBody ? 0 : isStream ? 2 : 1];

    private static List<KeyValuePair<string, string>> Compose(ProviderAddress provider, bool hasBody, bool isStream)
    {
        var headers = new List<KeyValuePair<string, string>>(8);
        if (hasBody)
        {
            headers.Add(new("content-type", "application/json"));
        }

        headers.Add(new("accept", isStream ? "text/event-stream" : "application/json"));
        if (provider.ApiKey is { } key)
        {
            headers.Add(provider.Kind == ProviderKind.AzureOpenAi ? new("api-key", key) : new("authorization", $"Bearer {key}"));
        }

        if (provider.Organization is { } organization)
        {
            headers.Add(new("openai-organization", organization));
        }

        if (provider.Project is { } project)
        {
            headers.Add(new("openai-project", project));
        }

        headers.AddRange(provider.Headers);
        return headers;
    }
}
