using Gatehouse.Core.Configuration;
using Gatehouse.Core.Configuration.Identity;
using Gatehouse.Core.Validation;
using Gatehouse.Gateway.Identity.Certificates;

namespace Gatehouse.Gateway.Identity;

/// <summary>Fills an <see cref="IdentityDirectory"/> from a configuration. What cannot be told apart is an error.</summary>
internal sealed class IdentityDirectoryBuilder
{
    private readonly ConfigSet _config;
    private readonly List<ConfigError> _errors;

    private IdentityDirectoryBuilder(ConfigSet config, List<ConfigError> errors)
    {
        _config = config;
        _errors = errors;
        ById = new(config.Consumers.Count);
        ByUsername = new(config.Consumers.Count);
        Keys = new(config.KeyAuthCredentials.Count);
        Basic = new(config.BasicAuthCredentials.Count);
        Hmac = new(config.HmacAuthCredentials.Count);
        Jwt = new(config.JwtSecrets.Count);
    }

    public NameTable<KnownConsumer> ById { get; }

    public NameTable<KnownConsumer> ByUsername { get; }

    public NameTable<KnownConsumer> ByCustomId { get; } = new();

    public DigestTable<KeyCredential> Keys { get; }

    public NameTable<BasicCredential> Basic { get; }

    public PasswordDecoys PasswordDecoys => new(_config.BasicAuthCredentials.Select(c => c.Password));

    public NameTable<HmacCredential> Hmac { get; }

    public NameTable<JwtCredential> Jwt { get; }

    public NameTable<OAuth2Credential> OAuth2 { get; } = new();

    public NameTable<List<MtlsCredential>> Mtls { get; } = new();

    public NameTable<List<KeyConfig>> KeySets { get; } = new();

    public NameTable<CaCertificate> Authorities { get; } = new();

    /// <summary>Builds the directory; errors are added to <paramref name="errors"/>.</summary>
    public static IdentityDirectory Build(ConfigSet config, List<ConfigError> errors)
    {
        var builder = new IdentityDirectoryBuilder(config, errors);
        builder.AddConsumers();
        builder.AddCredentials();
        builder.AddKeySets();
        builder.AddAuthorities();
        return new IdentityDirectory(builder);
    }

    private void AddConsumers()
    {
        var groups = new GroupAssignment(_config);
        foreach (var consumer in _config.Consumers)
        {
            var known = new KnownConsumer(consumer, groups.ConsumerGroupsOf(consumer.Id), groups.AclGroupsOf(consumer.Id));
            ById.TryAdd(consumer.Id, known);
            if (consumer.Username is { } username)
            {
                ByUsername.TryAdd(username, known);
            }

            if (consumer.CustomId is { } customId)
            {
                ByCustomId.TryAdd(customId, known);
            }
        }
    }

    private void AddCredentials()
    {
        foreach (var config in _config.KeyAuthCredentials)
        {
            if (config.KeyDigest is { } digest && Owner("keyauth_credentials", config.Id, config.ConsumerId) is { } owner)
            {
                Check("keyauth_credentials", config.Id, "the key is also that of another credential", Keys.TryAdd(digest, new(config, owner)));
            }
        }

        Add("basicauth_credentials", _config.BasicAuthCredentials, c => c.ConsumerId, c => c.Username, Basic, (c, o) => new(c, o));
        Add("hmacauth_credentials", _config.HmacAuthCredentials, c => c.ConsumerId, c => c.Username, Hmac, (c, o) => new(c, o));
        Add("jwt_secrets", _config.JwtSecrets, c => c.ConsumerId, c => c.Key, Jwt, (c, o) => new(c, o));
        Add("oauth2_credentials", _config.OAuth2Credentials, c => c.ConsumerId, c => c.ClientId, OAuth2, (c, o) => new(c, o));
        foreach (var config in _config.MtlsAuthCredentials)
        {
            if (Owner("mtls_auth_credentials", config.Id, config.ConsumerId) is { } owner)
            {
                ListOf(Mtls, config.SubjectName).Add(new MtlsCredential(config, owner));
            }
        }
    }

    private void AddKeySets()
    {
        foreach (var set in _config.KeySets)
        {
            var keys = _config.Keys.Where(k => k.SetId == set.Id).ToList();
            KeySets.TryAdd(set.Id, keys);
            if (set.Name is { } name)
            {
                KeySets.TryAdd(name, keys);
            }
        }
    }

    private void AddAuthorities()
    {
        foreach (var config in _config.CaCertificates)
        {
            bool isRead = PemCertificates.TryRead(config.Cert, out var certificate);
            Check("ca_certificates", config.Id, "the certificate cannot be read", isRead);
            if (isRead)
            {
                Authorities.TryAdd(config.Id, new CaCertificate(config.Id, certificate!));
            }
        }
    }

    private void Add<TConfig, TCredential>(
        string kind, IReadOnlyList<TConfig> configs, Func<TConfig, string> ownerOf, Func<TConfig, string?> nameOf,
        NameTable<TCredential> table, Func<TConfig, KnownConsumer, TCredential> make)
        where TConfig : EntityConfig
        where TCredential : class
    {
        foreach (var config in configs)
        {
            if (nameOf(config) is { Length: > 0 } name && Owner(kind, config.Id, ownerOf(config)) is { } owner)
            {
                Check(kind, config.Id, "the name is also that of another credential", table.TryAdd(name, make(config, owner)));
            }
        }
    }

    private KnownConsumer? Owner(string kind, string id, string consumerId)
    {
        var owner = ById.Find(consumerId);
        Check(kind, id, $"its consumer {consumerId} does not exist", owner is not null);
        return owner;
    }

    private void Check(string kind, string id, string message, bool holds)
    {
        if (!holds)
        {
            _errors.Add(new ConfigError($"{kind}[{id}]", message));
        }
    }

    private static List<T> ListOf<T>(NameTable<List<T>> table, string name)
    {
        if (table.Find(name) is not { } list)
        {
            table.TryAdd(name, list = []);
        }

        return list;
    }
}
