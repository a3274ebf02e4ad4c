using System.Diagnostics.CodeAnalysis;
using Gatehouse.Core.Configuration.Ai;
using Gatehouse.Core.Configuration.Identity;
using Gatehouse.Core.Plugins;

namespace Gatehouse.Core.Configuration;

/// <summary>The schemas of all kinds of entities, in an order in which parents come before children.</summary>
public sealed class EntitySchemas
{
    private readonly Dictionary<string, EntityKind> _kinds;

    /// <param name="plugins">The plugins whose configuration can be validated.</param>
    /// <param name="time">For the expiry of CA certificates.</param>
    /// <param name="flavor">Decides what a route may contain.</param>
    public EntitySchemas(IPluginCatalog plugins, TimeProvider time, RouterFlavor flavor = RouterFlavor.TraditionalCompatible)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        ArgumentNullException.ThrowIfNull(time);
        Plugins = plugins;
        All =
        [
            EntityKind.Of("vaults", VaultSchema.Create(), "prefix"),
            EntityKind.Of("ca_certificates", CaCertificateSchema.Create(time), null),
            EntityKind.Of("certificates", CertificateSchema.Create(), null),
            EntityKind.Of("snis", SniSchema.Create(), "name"),
            EntityKind.Of("services", ServiceSchema.Create(), "name"),
            EntityKind.Of("routes", RouteSchema.Create(flavor), "name"),
            EntityKind.Of("consumers", ConsumerSchema.Create(), "username"),
            EntityKind.Of("consumer_groups", ConsumerGroupSchema.Create(), "name"),
            EntityKind.Of("consumer_group_consumers", ConsumerGroupSchema.CreateMembership(), null) with
            {
                CacheKey = ["consumer_group", "consumer"],
            },
            EntityKind.Of("keyauth_credentials", KeyAuthCredentialSchema.Create(), "key"),
            EntityKind.Of("basicauth_credentials", BasicAuthCredentialSchema.Create(), "username"),
            EntityKind.Of("hmacauth_credentials", HmacAuthCredentialSchema.Create(), "username"),
            EntityKind.Of("jwt_secrets", JwtSecretSchema.Create(), "key"),
            EntityKind.Of("oauth2_credentials", OAuth2CredentialSchema.Create(), "client_id"),
            EntityKind.Of("mtls_auth_credentials", MtlsAuthCredentialSchema.Create(), null) with
            {
                CacheKey = ["subject_name", "ca_certificate"],
            },
            EntityKind.Of("acls", AclSchema.Create(), "group") with { Owner = "consumer", CacheKey = ["consumer", "group"] },
            EntityKind.Of("key_sets", KeySetSchema.Create(), "name"),
            EntityKind.Of("keys", KeySchema.Create(), "name") with { CacheKey = ["kid", "set"] },
            EntityKind.Of("upstreams", UpstreamSchema.Create(), "name"),
            EntityKind.Of("targets", TargetSchema.Create(), "target") with { Owner = "upstream", CacheKey = ["upstream", "target"] },
            EntityKind.Of("ai_providers", AiProviderSchema.Create(), "name"),
            EntityKind.Of("ai_models", AiModelSchema.Create(), "name"),
            EntityKind.Of("ai_policies", AiPolicySchema.Create(), "name"),
            EntityKind.Of("ai_budgets", AiBudgetSchema.Create(), "name"),
            EntityKind.Of("plugins", new PluginSchema(plugins).Create(), "instance_name") with
            {
                CacheKey = ["name", "route", "service", "consumer"],
                OptionalCacheKey = ["consumer_group"],
            },
        ];
        _kinds = All.ToDictionary(k => k.Name, StringComparer.Ordinal);
    }

    public IReadOnlyList<EntityKind> All { get; }

    /// <summary>The plugins whose configuration can be validated.</summary>
    public IPluginCatalog Plugins { get; }

    public EntityKind this[string name] => _kinds[name];

    public bool TryGet(string name, [NotNullWhen(true)] out EntityKind? kind) => _kinds.TryGetValue(name, out kind);
}
