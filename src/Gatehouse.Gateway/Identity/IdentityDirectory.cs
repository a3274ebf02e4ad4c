using Gatehouse.Core.Configuration;
using Gatehouse.Core.Configuration.Identity;
using Gatehouse.Core.Secrets;
using Gatehouse.Gateway.Identity.Certificates;

namespace Gatehouse.Gateway.Identity;

/// <summary>
/// Who is who in a snapshot: consumers by id and names, credentials by what a client presents. Every look-up is O(1) and allocates
/// nothing. Immutable after <see cref="IdentityDirectoryBuilder"/> has filled it.
/// </summary>
internal sealed class IdentityDirectory
{
    private readonly NameTable<KnownConsumer> _byId, _byUsername, _byCustomId;
    private readonly DigestTable<KeyCredential> _keys;
    private readonly NameTable<BasicCredential> _basic;
    private readonly NameTable<HmacCredential> _hmac;
    private readonly NameTable<JwtCredential> _jwt;
    private readonly NameTable<OAuth2Credential> _oauth2;
    private readonly NameTable<List<MtlsCredential>> _mtls;
    private readonly NameTable<List<KeyConfig>> _keySets;
    private readonly NameTable<CaCertificate> _authorities;

    internal IdentityDirectory(IdentityDirectoryBuilder parts)
    {
        (_byId, _byUsername, _byCustomId) = (parts.ById, parts.ByUsername, parts.ByCustomId);
        (_keys, _basic, _hmac, _jwt, _oauth2, _mtls, _keySets) =
            (parts.Keys, parts.Basic, parts.Hmac, parts.Jwt, parts.OAuth2, parts.Mtls, parts.KeySets);
        PasswordDecoys = parts.PasswordDecoys;
        _authorities = parts.Authorities;
    }

    /// <summary>What stands in for the passwords of basic-auth user names that nobody has.</summary>
    public PasswordDecoys PasswordDecoys { get; }

    /// <summary>A directory of nobody.</summary>
    public static IdentityDirectory Empty { get; } = IdentityDirectoryBuilder.Build(ConfigSet.Empty, []);

    /// <summary>Number of consumers.</summary>
    public int Consumers => _byId.Count;

    /// <summary>The consumer of an id, or null.</summary>
    public KnownConsumer? FindConsumer(string id) => _byId.Find(id);

    /// <summary>The consumer of a user name, or null.</summary>
    public KnownConsumer? FindByUsername(string username) => _byUsername.Find(username);

    /// <inheritdoc cref="FindByUsername(string)"/>
    public KnownConsumer? FindByUsername(ReadOnlySpan<byte> username) => _byUsername.Find(username);

    /// <summary>The consumer of a custom id, or null.</summary>
    public KnownConsumer? FindByCustomId(string customId) => _byCustomId.Find(customId);

    /// <inheritdoc cref="FindByCustomId(string)"/>
    public KnownConsumer? FindByCustomId(ReadOnlySpan<byte> customId) => _byCustomId.Find(customId);

    /// <summary>The consumer that a configuration names by id or, if there is none, user name (Kong's <c>anonymous</c>), or null.</summary>
    public KnownConsumer? FindNamed(string idOrUsername)
        => _byId.Find(idOrUsername.ToLowerInvariant()) ?? _byUsername.Find(idOrUsername);

    /// <summary>The API key of a digest, or null. The caller looks at its dates.</summary>
    public KeyCredential? FindKey(in SecretDigest key) => _keys.Find(in key);

    /// <summary>The basic-auth credential of a user name, or null.</summary>
    public BasicCredential? FindBasic(ReadOnlySpan<byte> username) => _basic.Find(username);

    /// <summary>The hmac-auth credential of a user name, or null.</summary>
    public HmacCredential? FindHmac(ReadOnlySpan<byte> username) => _hmac.Find(username);

    /// <summary>The JWT credential of a key claim, or null.</summary>
    public JwtCredential? FindJwt(ReadOnlySpan<byte> key) => _jwt.Find(key);

    /// <summary>The OAuth 2.0 client of a client id, or null.</summary>
    public OAuth2Credential? FindOAuth2(ReadOnlySpan<byte> clientId) => _oauth2.Find(clientId);

    /// <inheritdoc cref="FindOAuth2(ReadOnlySpan{byte})"/>
    public OAuth2Credential? FindOAuth2(string clientId) => _oauth2.Find(clientId);

    /// <summary>The mtls-auth credentials of a subject name; several when they differ in the CA.</summary>
    public IReadOnlyList<MtlsCredential> FindMtls(string subjectName) => _mtls.Find(subjectName) ?? [];

    /// <summary>The keys of a key set by its name or id; null when there is no such set.</summary>
    public IReadOnlyList<KeyConfig>? FindKeySet(string nameOrId) => _keySets.Find(nameOrId);

    /// <summary>The CA certificate of an id, or null.</summary>
    public CaCertificate? FindCaCertificate(string id) => _authorities.Find(id);
}
