using System.Diagnostics.CodeAnalysis;
using Gatehouse.Protocols.Jose.Json;
using Gatehouse.Protocols.Jose.Keys;

namespace Gatehouse.Protocols.Jose;

/// <summary>
/// Keys of one issuer (RFC 7517 §5), in the order of the document. Where two fit a token, the first one counts: several keys may
/// share a <c>kid</c> (§4.5). Immutable.
/// </summary>
public sealed class JwkSet
{
    /// <summary>Most bytes of a document: 256 KiB.</summary>
    public const int MaximumBytes = 256 * 1024;

    /// <summary>Most keys in one document, usable or not.</summary>
    public const int MaximumKeys = 256;

    private const int MaximumDepth = 6;
    private const int MaximumValues = 16 * 1024;

    private readonly JoseKey[] _keys;

    /// <summary>A set of keys that are there already.</summary>
    public JwkSet(params IReadOnlyCollection<JoseKey> keys)
        : this([.. keys], [])
    {
    }

    private JwkSet(JoseKey[] keys, IReadOnlyList<JoseError> skipped)
    {
        _keys = keys;
        Skipped = skipped;
    }

    /// <summary>The usable keys.</summary>
    public IReadOnlyList<JoseKey> Keys => _keys;

    /// <summary>Why the others were skipped, in their order.</summary>
    public IReadOnlyList<JoseError> Skipped { get; }

    /// <summary>
    /// Reads the document. Keys that are of an unknown type, not for signatures or not acceptable to the policy are skipped (RFC 7517
    /// §5); a document without a usable key is a set of none. For documents that come over the network the policy should be
    /// limited to <see cref="JoseAlgorithmSet.Asymmetric"/>: a published secret is none.
    /// </summary>
    /// <returns>False with the reason, and no set, when the document itself is not well-formed.</returns>
    public static bool TryParse(ReadOnlySpan<byte> json, JoseKeyPolicy policy, [NotNullWhen(true)] out JwkSet? set, out JoseError error)
    {
        ArgumentNullException.ThrowIfNull(policy);
        set = null;
        error = json.Length > MaximumBytes ? JoseError.KeySetTooLarge : JoseError.None;
        if (error != JoseError.None || !JsonTree.TryRead(json.ToArray(), MaximumDepth, MaximumValues, out var tree, out error))
        {
            return false;
        }

        var list = tree.Root["keys"u8];
        if (list.Kind != JsonKind.Array || list.Values.Count() > MaximumKeys)
        {
            error = list.Kind == JsonKind.Array ? JoseError.KeySetTooLarge : JoseError.KeySetMalformed;
            return false;
        }

        var keys = new List<JoseKey>();
        var skipped = new List<JoseError>();
        foreach (var jwk in list.Values)
        {
            if (jwk.Kind != JsonKind.Object)
            {
                error = JoseError.KeySetMalformed;
                return false;
            }

            if (JwkReader.TryRead(jwk, policy, out var key, out var reason))
            {
                keys.Add(key);
            }
            else
            {
                skipped.Add(reason);
            }
        }

        set = new JwkSet([.. keys], skipped);
        return true;
    }

    /// <summary>
    /// This set with the objects of an earlier one for the keys that both have: same id, algorithms and material. So who remembers
    /// keys sees which have gone, whatever else of the document has changed; where none has, it is the earlier set itself.
    /// </summary>
    public JwkSet Keeping(JwkSet earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        var known = new Dictionary<(string?, JoseAlgorithmSet, string), JoseKey>();
        foreach (var key in earlier._keys)
        {
            known.TryAdd((key.KeyId, key.Algorithms, key.Thumbprint()), key);
        }

        JoseKey[] keys = [.. _keys.Select(k => known.GetValueOrDefault((k.KeyId, k.Algorithms, k.Thumbprint()), k))];
        return keys.AsSpan().SequenceEqual(earlier._keys) ? earlier : new JwkSet(keys, Skipped);
    }

    /// <summary>
    /// Finds the key for a token: the first with its <c>kid</c> that allows its algorithm. A token without <c>kid</c> gets the only
    /// key that allows its algorithm; where there are several, none is tried, because each trial costs a signature.
    /// </summary>
    /// <returns>
    /// False with <see cref="JoseError.KeyNotFound"/> (the key may be new), <see cref="JoseError.AlgorithmNotAllowed"/> or
    /// <see cref="JoseError.KeyAmbiguous"/>.
    /// </returns>
    public bool TryFind(JwsToken token, [NotNullWhen(true)] out JoseKey? key, out JoseError error)
    {
        ArgumentNullException.ThrowIfNull(token);
        key = null;
        error = JoseError.KeyNotFound;
        foreach (var candidate in _keys)
        {
            if (token.HasKeyId && !candidate.HasKeyId(token.KeyId))
            {
                continue;
            }

            if (!candidate.Algorithms.Contains(token.Algorithm))
            {
                error = token.HasKeyId ? JoseError.AlgorithmNotAllowed : error;
                continue;
            }

            if (key is not null)
            {
                key = null;
                error = JoseError.KeyAmbiguous;
                return false;
            }

            key = candidate;
            if (token.HasKeyId)
            {
                break;
            }
        }

        error = key is null ? error : JoseError.None;
        return key is not null;
    }
}
