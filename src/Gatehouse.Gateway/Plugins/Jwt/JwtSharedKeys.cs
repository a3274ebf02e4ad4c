using System.Diagnostics.CodeAnalysis;
using System.Text;
using Gatehouse.Core.Configuration.Identity;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Identity.Keys;
using Gatehouse.Protocols.Jose;

namespace Gatehouse.Gateway.Plugins.Jwt;

/// <summary>Keys that verify tokens of issuers rather than of single credentials: key sets of the configuration, and a published one.</summary>
internal sealed class JwtSharedKeys : IDisposable
{
    private readonly JwkSet _configured;
    private readonly byte[][] _issuers;
    private readonly RemoteKeySets _sets;
    private readonly RemoteKeySet? _published;

    private JwtSharedKeys(JwtConfig config, IdentityDirectory directory, RemoteKeySets sets)
    {
        _configured = new JwkSet([.. config.KeySets.SelectMany(name => Read(name, directory))]);
        _issuers = [.. config.Issuers.Select(Encoding.UTF8.GetBytes)];
        _sets = sets;
        _published = config.JwksUri is { } url ? sets.Acquire(new KeySource(new Uri(url))) : null;
    }

    /// <summary>The keys that a configuration names; null when it names none.</summary>
    /// <exception cref="PluginBuildException">A key set does not exist, or one of its keys cannot be read.</exception>
    public static JwtSharedKeys? Build(JwtConfig config, IdentityDirectory directory, RemoteKeySets sets)
        => config.KeySets.Count > 0 || config.JwksUri is not null ? new JwtSharedKeys(config, directory, sets) : null;

    /// <summary>Whether the token claims to be of one of the issuers.</summary>
    public bool IsOf(JwtClaims claims)
    {
        var issuer = claims.Root["iss"u8];
        foreach (byte[] known in _issuers)
        {
            if (issuer.IsString(known))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Looks for the key of a token among those that are there.</summary>
    public bool TryFind(JwsToken token, [NotNullWhen(true)] out JoseKey? key, out JoseError error)
    {
        if (_configured.TryFind(token, out key, out error) || _published is null)
        {
            return key is not null;
        }

        // What the published set says counts for more, unless it has not got the key either.
        return _published.TryFind(token, out key, out var other) || Worse(ref error, other);
    }

    /// <summary>Looks for the key of a token, and fetches the published set where the key may be new.</summary>
    public ValueTask<RemoteKey> FindAsync(JwsToken token)
        => _published is null ? ValueTask.FromResult(new RemoteKey(null, JoseError.KeyNotFound, false)) : _published.FindAsync(token);

    /// <summary>Whether a key may still be used: those of the configuration change with the plugin instance only.</summary>
    public bool Has(JoseKey key) => _published is null || _published.Has(key) || _configured.Keys.Contains(key);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_published is not null)
        {
            _sets.Release(_published);
        }
    }

    private static bool Worse(ref JoseError error, JoseError other)
    {
        error = error == JoseError.KeyNotFound ? other : error;
        return false;
    }

    private static List<JoseKey> Read(string name, IdentityDirectory directory)
    {
        var configs = directory.FindKeySet(name) ?? throw new PluginBuildException($"config.key_sets: there is no key set '{name}'");
        var keys = new List<JoseKey>();
        foreach (var config in configs)
        {
            if (TryRead(config, out var key, out var error))
            {
                keys.Add(key);
            }
            else if (error is not (JoseError.KeyUse or JoseError.KeyAlgorithm or JoseError.KeyTypeUnknown or JoseError.KeyCurveUnknown or JoseError.KeyNotSupported))
            {
                // Keys for something else (RSA-OAEP, X25519) may stand in the same set; broken ones may not.
                throw new PluginBuildException($"config.key_sets: key {config.Id} of '{name}': {error.Message()}");
            }
        }

        return keys;
    }

    private static bool TryRead(KeyConfig config, [NotNullWhen(true)] out JoseKey? key, out JoseError error)
        => config.Jwk is { } jwk
            ? JoseKey.TryReadJwk(Encoding.UTF8.GetBytes(jwk), JoseKeyPolicy.Default, out key, out error)
            : JoseKey.TryReadPem(config.PublicKeyPem ?? config.PrivateKeyPem, JoseKeyPolicy.Default, out key, out error, config.Kid);
}
