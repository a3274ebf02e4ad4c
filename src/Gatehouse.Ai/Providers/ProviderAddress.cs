namespace Gatehouse.Ai.Providers;

/// <summary>Where a provider is and what it asks for, from <c>ai_providers</c>. Secrets are values here; nothing of this is ever printed.</summary>
internal sealed record ProviderAddress
{
    public required string Name { get; init; }

    public required ProviderKind Kind { get; init; }

    /// <summary>Base URL, without a slash at its end; paths of the vendor's API are put behind it.</summary>
    public required Uri Url { get; init; }

    /// <summary>The key or token; null = none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>AWS region, for example <c>eu-central-1</c>; null = none.</summary>
    public string? Region { get; init; }

    /// <summary>AWS key pair; null = the default chain of the AWS SDK.</summary>
    public string? AwsAccessKeyId { get; init; }

    public string? AwsSecretAccessKey { get; init; }

    public string? AwsSessionToken { get; init; }

    /// <summary>OpenAI organisation and project; null = none.</summary>
    public string? Organization { get; init; }

    public string? Project { get; init; }

    /// <summary>Azure's api-version, Anthropic's anthropic-version; null = the provider's default.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>Further header fields of every call.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Whether the endpoint takes OpenAI's stream_options; some compatible ones refuse them. Default true.</summary>
    public bool TakesStreamOptions { get; init; } = true;

    /// <summary>Whether an https certificate is verified. Default true.</summary>
    public bool VerifiesTls { get; init; } = true;
}
