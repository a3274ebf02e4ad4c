using System.Text;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Configuration.Identity;
using Gatehouse.Core.Schemas;
using Gatehouse.Core.Secrets;

namespace Gatehouse.Control.Declarative;

/// <summary>Binds groups, credentials and keys. Keys and passwords are turned into what they are compared with, and let go.</summary>
/// <param name="isStored">Whether passwords stand in stored form: <c>_transform: false</c>.</param>
internal sealed class IdentityBinder(bool isStored)
{
    private readonly List<ConsumerGroupConfig> _groups = [];
    private readonly List<ConsumerGroupConsumerConfig> _members = [];
    private readonly List<KeyAuthCredentialConfig> _keyAuth = [];
    private readonly List<BasicAuthCredentialConfig> _basicAuth = [];
    private readonly List<HmacAuthCredentialConfig> _hmacAuth = [];
    private readonly List<JwtSecretConfig> _jwt = [];
    private readonly List<OAuth2CredentialConfig> _oauth2 = [];
    private readonly List<MtlsAuthCredentialConfig> _mtls = [];
    private readonly List<AclConfig> _acls = [];
    private readonly List<KeySetConfig> _keySets = [];
    private readonly List<KeyConfig> _keys = [];

    /// <summary>Binds an entity of one of these kinds; others are left alone.</summary>
    public void Add(string kind, ConfigReader reader)
    {
        switch (kind)
        {
            case "consumer_groups":
                _groups.Add(ConfigBinder.Common(reader, new ConsumerGroupConfig { Id = "", Name = reader.GetString("name", "") }));
                break;
            case "consumer_group_consumers":
                _members.Add(ConfigBinder.Common(reader, new ConsumerGroupConsumerConfig
                {
                    Id = "",
                    ConsumerGroupId = reader.GetForeignId("consumer_group") ?? "",
                    ConsumerId = Consumer(reader),
                }));
                break;
            case "keyauth_credentials":
                _keyAuth.Add(KeyAuth(reader));
                break;
            case "basicauth_credentials":
                _basicAuth.Add(BasicAuth(reader));
                break;
            case "hmacauth_credentials":
                _hmacAuth.Add(HmacAuth(reader));
                break;
            case "jwt_secrets":
                _jwt.Add(Jwt(reader));
                break;
            case "oauth2_credentials":
                _oauth2.Add(OAuth2(reader));
                break;
            case "mtls_auth_credentials":
                _mtls.Add(Mtls(reader));
                break;
            case "acls":
                _acls.Add(ConfigBinder.Common(reader, new AclConfig { Id = "", ConsumerId = Consumer(reader), Group = reader.GetString("group", "") }));
                break;
            case "key_sets":
                _keySets.Add(ConfigBinder.Common(reader, new KeySetConfig { Id = "", Name = reader.GetString("name") }));
                break;
            case "keys":
                _keys.Add(Key(reader));
                break;
        }
    }

    /// <summary>A configuration with what was bound.</summary>
    public ConfigSet AddTo(ConfigSet config) => config with
    {
        ConsumerGroups = _groups,
        ConsumerGroupConsumers = _members,
        KeyAuthCredentials = _keyAuth,
        BasicAuthCredentials = _basicAuth,
        HmacAuthCredentials = _hmacAuth,
        JwtSecrets = _jwt,
        OAuth2Credentials = _oauth2,
        MtlsAuthCredentials = _mtls,
        Acls = _acls,
        KeySets = _keySets,
        Keys = _keys,
    };

    /// <summary>Reads a password as a document gives it; null when it ought to be a stored form and is none.</summary>
    public static StoredPassword? Password(string text, bool isStored, string consumerId, string id)
        => StoredPassword.TryParsePbkdf2(text, out var hashed) ? hashed
            : !isStored ? StoredPassword.FromPlain(text, id)
            : StoredPassword.TryParse(text, consumerId, out var stored) ? stored
            : null;

    private static string Consumer(ConfigReader reader) => reader.GetForeignId("consumer") ?? "";

    private static KeyAuthCredentialConfig KeyAuth(ConfigReader reader)
    {
        long ttl = reader.GetLong("ttl", 0);
        return ConfigBinder.Common(reader, new KeyAuthCredentialConfig
        {
            Id = "",
            ConsumerId = Consumer(reader),

            // An unresolved reference leaves an empty text: it must not become a key that everybody knows.
            KeyDigest = reader.GetString("key") is { Length: > 0 } key ? SecretDigest.Of(Encoding.UTF8.GetBytes(key))
                : SecretDigest.TryParse(reader.GetString("key_hash"), out var digest) ? digest
                : null,
            ExpiresAt = reader.GetLong("expires_at") ?? (ttl > 0 ? reader.GetLong("created_at", 0) + ttl : 0),
            ValidUntil = reader.GetLong("valid_until", 0),
            ReplacedBy = reader.GetString("replaced_by"),
        });
    }

    private BasicAuthCredentialConfig BasicAuth(ConfigReader reader)
    {
        string consumer = Consumer(reader);
        return ConfigBinder.Common(reader, new BasicAuthCredentialConfig
        {
            Id = "",
            ConsumerId = consumer,
            Username = reader.GetString("username", ""),
            Password = reader.GetString("password") is { Length: > 0 } text
                ? Password(text, isStored, consumer, reader.GetString("id", "")) ?? StoredPassword.Unusable
                : StoredPassword.Unusable,
        });
    }

    private static HmacAuthCredentialConfig HmacAuth(ConfigReader reader) => ConfigBinder.Common(reader, new HmacAuthCredentialConfig
    {
        Id = "",
        ConsumerId = Consumer(reader),
        Username = reader.GetString("username", ""),
        Secret = NotEmpty(reader.GetString("secret")),
    });

    private static JwtSecretConfig Jwt(ConfigReader reader) => ConfigBinder.Common(reader, new JwtSecretConfig
    {
        Id = "",
        ConsumerId = Consumer(reader),
        Key = reader.GetString("key"),
        Secret = NotEmpty(reader.GetString("secret")),
        RsaPublicKey = NotEmpty(reader.GetString("rsa_public_key")),
        Algorithm = reader.GetString("algorithm", "HS256"),
    });

    private static OAuth2CredentialConfig OAuth2(ConfigReader reader) => ConfigBinder.Common(reader, new OAuth2CredentialConfig
    {
        Id = "",
        ConsumerId = Consumer(reader),
        Name = reader.GetString("name", ""),
        ClientId = reader.GetString("client_id"),
        ClientSecret = NotEmpty(reader.GetString("client_secret")),
        HashSecret = reader.GetBool("hash_secret", false),
        RedirectUris = reader.GetStrings("redirect_uris"),
        ClientType = reader.GetString("client_type", "confidential"),
    });

    private static MtlsAuthCredentialConfig Mtls(ConfigReader reader) => ConfigBinder.Common(reader, new MtlsAuthCredentialConfig
    {
        Id = "",
        ConsumerId = Consumer(reader),
        SubjectName = reader.GetString("subject_name", ""),
        CaCertificateId = reader.GetForeignId("ca_certificate"),
    });

    private static KeyConfig Key(ConfigReader reader)
    {
        var pem = reader.GetRecord("pem");
        return ConfigBinder.Common(reader, new KeyConfig
        {
            Id = "",
            SetId = reader.GetForeignId("set"),
            Name = reader.GetString("name"),
            Kid = reader.GetString("kid", ""),
            Jwk = NotEmpty(reader.GetString("jwk")),
            PublicKeyPem = NotEmpty(pem.GetString("public_key")),
            PrivateKeyPem = NotEmpty(pem.GetString("private_key")),
        });
    }

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
