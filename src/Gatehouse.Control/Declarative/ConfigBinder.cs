using System.Text.Json.Nodes;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Control.Declarative;

/// <summary>Turns validated entities, references resolved, into configuration records.</summary>
/// <param name="isStored">Whether passwords stand in stored form.</param>
internal sealed class ConfigBinder(bool isStored)
{
    private readonly List<ServiceConfig> _services = [];
    private readonly List<RouteConfig> _routes = [];
    private readonly List<ConsumerConfig> _consumers = [];
    private readonly IdentityBinder _identity = new(isStored);
    private readonly AiBinder _ai = new();
    private readonly List<PluginConfig> _plugins = [];
    private readonly List<UpstreamConfig> _upstreams = [];
    private readonly List<TargetConfig> _targets = [];
    private readonly List<CertificateConfig> _certificates = [];
    private readonly List<SniConfig> _snis = [];
    private readonly List<CaCertificateConfig> _caCertificates = [];
    private readonly List<VaultConfig> _vaults = [];

    public void Add(string kind, JsonObject node)
    {
        var reader = new ConfigReader(node);
        switch (kind)
        {
            case "services":
                _services.Add(TrafficBinder.Service(reader));
                break;
            case "routes":
                _routes.Add(TrafficBinder.Route(reader));
                break;
            case "upstreams":
                _upstreams.Add(TrafficBinder.Upstream(reader));
                break;
            case "targets":
                _targets.Add(TrafficBinder.Target(reader));
                break;
            case "consumers":
                _consumers.Add(Common(reader, new ConsumerConfig
                {
                    Id = "",
                    Username = reader.GetString("username"),
                    CustomId = reader.GetString("custom_id"),
                }));
                break;
            case "plugins":
                _plugins.Add(Plugin(reader) with { Config = Detach(node) });
                break;
            case "certificates":
                _certificates.Add(Certificate(reader));
                break;
            case "snis":
                _snis.Add(Common(reader, new SniConfig
                {
                    Id = "",
                    Name = reader.GetString("name", ""),
                    CertificateId = reader.GetForeignId("certificate") ?? "",
                }));
                break;
            case "ca_certificates":
                _caCertificates.Add(Common(reader, new CaCertificateConfig
                {
                    Id = "",
                    Cert = reader.GetString("cert", ""),
                    CertDigest = reader.GetString("cert_digest", ""),
                }));
                break;
            case "vaults":
                _vaults.Add(Vault(reader));
                break;
            default:
                if (!_ai.TryAdd(kind, node))
                {
                    _identity.Add(kind, reader);
                }

                break;
        }
    }

    public ConfigSet Build(string hash) => _identity.AddTo(_ai.AddTo(new()
    {
        Hash = hash,
        Services = _services,
        Routes = _routes,
        Consumers = _consumers,
        Plugins = _plugins,
        Upstreams = _upstreams,
        Targets = _targets,
        Certificates = _certificates,
        Snis = _snis,
        CaCertificates = _caCertificates,
        Vaults = _vaults,
    }));

    /// <summary>Fills in what every entity has.</summary>
    internal static T Common<T>(ConfigReader reader, T entity)
        where T : EntityConfig
        => entity with
        {
            Id = reader.GetString("id", ""),
            Tags = reader.GetStrings("tags"),
            CreatedAt = reader.GetNumber("created_at", 0),
            UpdatedAt = reader.GetNumber("updated_at", 0),
        };

    // Alone, the record does not keep the tree it came from in memory.
    private static JsonObject Detach(JsonObject plugin)
    {
        plugin.TryGetPropertyValue("config", out var config);
        plugin.Remove("config");
        return config as JsonObject ?? [];
    }

    private static PluginConfig Plugin(ConfigReader reader) => Common(reader, new PluginConfig
    {
        Id = "",
        Name = reader.GetString("name", ""),
        InstanceName = reader.GetString("instance_name"),
        RouteId = reader.GetForeignId("route"),
        ServiceId = reader.GetForeignId("service"),
        ConsumerId = reader.GetForeignId("consumer"),
        ConsumerGroupId = reader.GetForeignId("consumer_group"),
        Config = [],
        Protocols = reader.GetStrings("protocols") ?? [],
        Enabled = reader.GetBool("enabled", true),
    });

    private static CertificateConfig Certificate(ConfigReader reader) => Common(reader, new CertificateConfig
    {
        Id = "",
        Cert = reader.GetString("cert", ""),
        Key = reader.GetString("key", ""),
        CertAlt = reader.GetString("cert_alt"),
        KeyAlt = reader.GetString("key_alt"),
    });

    private static VaultConfig Vault(ConfigReader reader) => Common(reader, new VaultConfig
    {
        Id = "",
        Name = reader.GetString("name", ""),
        Prefix = reader.GetString("prefix", ""),
        Description = reader.GetString("description"),
        Config = reader.GetObject("config") ?? [],
    });
}
