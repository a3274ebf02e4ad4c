using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gatehouse.Core.Plugins;
using Gatehouse.Protocols.Jose;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Tokens;

/// <summary>Signed statements by which a client says who it is (RFC 7523 section 2.2, OpenID Connect Core section 9). Each is used once.</summary>
internal sealed class ClientAssertion
{
    /// <summary>Value of <c>client_assertion_type</c>.</summary>
    public const string Type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <summary>How long one works: as long as the longest call may take.</summary>
    private const int LifetimeSeconds = 60;

    // What providers take by default comes first.
    private static readonly JoseAlgorithm[] Preferred =
    [
        JoseAlgorithm.RS256, JoseAlgorithm.ES256, JoseAlgorithm.ES384, JoseAlgorithm.ES512, JoseAlgorithm.EdDSA, JoseAlgorithm.HS256,
        JoseAlgorithm.PS256, JoseAlgorithm.RS384, JoseAlgorithm.RS512, JoseAlgorithm.PS384, JoseAlgorithm.PS512, JoseAlgorithm.HS384, JoseAlgorithm.HS512,
    ];

    private readonly string _client;
    private readonly JoseKey _key;
    private readonly JoseAlgorithm _algorithm;
    private readonly TimeProvider _time;

    private ClientAssertion(string client, JoseKey key, JoseAlgorithm algorithm, TimeProvider time)
        => (_client, _key, _algorithm, _time) = (client, key, algorithm, time);

    /// <summary>For a configuration; null when its client uses none. Throws <see cref="PluginBuildException"/> when the key cannot sign.</summary>
    public static ClientAssertion? Of(OpenIdConnectConfig config, TimeProvider time)
    {
        if (config.ClientAuthentication is not (ClientAuthentication.ClientSecretJwt or ClientAuthentication.PrivateKeyJwt) || config.ClientId is not { } client)
        {
            return null;
        }

        bool isSecret = config.ClientAuthentication == ClientAuthentication.ClientSecretJwt;
        string field = isSecret ? "client_secret" : "client_jwk";
        var error = JoseError.None;
        JoseKey? key;
        bool isRead = isSecret
            ? JoseKey.TryFromSecret(Encoding.UTF8.GetBytes(config.ClientSecret ?? ""), JoseKeyPolicy.Signing, out key, out error)
            : JoseKey.TryReadJwk(JwkOf(config), JoseKeyPolicy.Signing, out key, out error);
        if (!isRead || key is null)
        {
            throw new PluginBuildException($"config.{field}: no key for assertions: {error}");
        }

        if (!key.CanSign || (!isSecret && key.Type == JoseKeyType.Secret))
        {
            throw new PluginBuildException($"config.{field}: must be a private key; private_key_jwt signs with it");
        }

        var wanted = config.ClientAlgorithm is { } name ? [JoseAlgorithmName.Parse(name)] : Preferred;
        var algorithm = Array.Find(wanted, key.Algorithms.Contains);
        return algorithm != JoseAlgorithm.Unknown
            ? new ClientAssertion(client, key, algorithm, time)
            : throw new PluginBuildException($"config.client_alg: the key of {field} cannot sign with {config.ClientAlgorithm}");
    }

    /// <summary>Writes one. Signing with RSA takes a millisecond: not for a loop.</summary>
    /// <param name="audience">The issuer alone, so that nobody can use it elsewhere (RFC 7523 bis).</param>
    public string Write(string audience)
    {
        long now = _time.GetUtcNow().ToUnixTimeSeconds();
        var payload = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(payload))
        {
            json.WriteStartObject();
            json.WriteString("iss"u8, _client);
            json.WriteString("sub"u8, _client);
            json.WriteString("aud"u8, audience);
            json.WriteString("jti"u8, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)));
            json.WriteNumber("iat"u8, now);
            json.WriteNumber("exp"u8, now + LifetimeSeconds);
            json.WriteEndObject();
        }

        return JwsWriter.Write(_key, _algorithm, payload.WrittenSpan);
    }

    // Members that are not set say nothing; certificates say nothing to us, and "issuer" is Kong's own.
    private static byte[] JwkOf(OpenIdConnectConfig config)
    {
        var jwk = new System.Text.Json.Nodes.JsonObject();
        foreach (var (name, value) in config.ClientKey ?? [])
        {
            if (value is not null && name != "issuer" && !name.StartsWith("x5", StringComparison.Ordinal))
            {
                jwk[name] = value.DeepClone();
            }
        }

        return Encoding.UTF8.GetBytes(jwk.ToJsonString());
    }
}
