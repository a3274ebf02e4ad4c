using Gatehouse.Core.Configuration.Ai;
using Gatehouse.Core.Configuration.Identity;

namespace Gatehouse.Core.Configuration;

/// <summary>
/// A whole validated configuration: every default filled in, every foreign key resolved to an id that exists in the set.
/// What the user wrote; the gateway builds its snapshot from it.
/// </summary>
public sealed record ConfigSet
{
    public static ConfigSet Empty { get; } = new() { Hash = new string('0', 32) };

    /// <summary>32 hexadecimal digits over the content; all zeros = empty configuration.</summary>
    public required string Hash { get; init; }

    public IReadOnlyList<ServiceConfig> Services { get; init; } = [];

    public IReadOnlyList<RouteConfig> Routes { get; init; } = [];

    public IReadOnlyList<ConsumerConfig> Consumers { get; init; } = [];

    public IReadOnlyList<ConsumerGroupConfig> ConsumerGroups { get; init; } = [];

    public IReadOnlyList<ConsumerGroupConsumerConfig> ConsumerGroupConsumers { get; init; } = [];

    public IReadOnlyList<KeyAuthCredentialConfig> KeyAuthCredentials { get; init; } = [];

    public IReadOnlyList<BasicAuthCredentialConfig> BasicAuthCredentials { get; init; } = [];

    public IReadOnlyList<HmacAuthCredentialConfig> HmacAuthCredentials { get; init; } = [];

    public IReadOnlyList<JwtSecretConfig> JwtSecrets { get; init; } = [];

    public IReadOnlyList<OAuth2CredentialConfig> OAuth2Credentials { get; init; } = [];

    public IReadOnlyList<MtlsAuthCredentialConfig> MtlsAuthCredentials { get; init; } = [];

    public IReadOnlyList<AclConfig> Acls { get; init; } = [];

    public IReadOnlyList<KeySetConfig> KeySets { get; init; } = [];

    public IReadOnlyList<KeyConfig> Keys { get; init; } = [];

    public IReadOnlyList<PluginConfig> Plugins { get; init; } = [];

    public IReadOnlyList<UpstreamConfig> Upstreams { get; init; } = [];

    public IReadOnlyList<TargetConfig> Targets { get; init; } = [];

    public IReadOnlyList<CertificateConfig> Certificates { get; init; } = [];

    public IReadOnlyList<SniConfig> Snis { get; init; } = [];

    public IReadOnlyList<CaCertificateConfig> CaCertificates { get; init; } = [];

    public IReadOnlyList<VaultConfig> Vaults { get; init; } = [];

    public IReadOnlyList<AiEntityConfig> AiProviders { get; init; } = [];

    public IReadOnlyList<AiEntityConfig> AiModels { get; init; } = [];

    public IReadOnlyList<AiEntityConfig> AiPolicies { get; init; } = [];

    public IReadOnlyList<AiEntityConfig> AiBudgets { get; init; } = [];
}
