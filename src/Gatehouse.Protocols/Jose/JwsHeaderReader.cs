using Gatehouse.Protocols.Jose.Json;

namespace Gatehouse.Protocols.Jose;

/// <summary>
/// Reads a JOSE header (RFC 7515 §4). <c>jku</c>, <c>jwk</c>, <c>x5u</c> and <c>x5c</c> are read over: whoever sent the token
/// must not bring the key along.
/// </summary>
internal static class JwsHeaderReader
{
    // Nodes of 28 bytes on the stack; a chain in x5c of a dozen certificates still fits.
    private const int MaximumValues = 64;

    /// <summary>Reads the decoded header; strings in it are unescaped in place.</summary>
    public static JoseError Read(Span<byte> json, JoseLimits limits, out JwsHeader header)
    {
        header = new JwsHeader { KeyId = (0, -1), Type = (0, -1), ContentType = (0, -1) };
        Span<JsonNode> nodes = stackalloc JsonNode[MaximumValues];
        if (!StrictJson.TryRead(json, nodes, limits.HeaderDepth, out int count, out var error))
        {
            return error;
        }

        nodes = nodes[..count];
        var view = new JsonView(json, nodes);
        bool hasAlgorithm = false;
        int critical = -1;
        for (int i = 1; i < count; i = nodes[i].Next)
        {
            var name = view.Name(i);
            if (name.SequenceEqual("alg"u8))
            {
                hasAlgorithm = true;
                error = ReadAlgorithm(view, i, ref header);
            }
            else if (name.SequenceEqual("kid"u8))
            {
                error = ReadString(nodes[i], ref header.KeyId);
                error = header.KeyId.Length > limits.KeyIdBytes ? JoseError.KeyIdTooLong : error;
            }
            else if (name.SequenceEqual("typ"u8))
            {
                error = ReadString(nodes[i], ref header.Type);
            }
            else if (name.SequenceEqual("cty"u8))
            {
                error = ReadString(nodes[i], ref header.ContentType);
            }
            else if (name.SequenceEqual("enc"u8))
            {
                error = JoseError.TokenEncrypted;
            }
            else if (name.SequenceEqual("b64"u8))
            {
                // RFC 7797 changes what is signed. Half of it would be a hole, so even "true" is refused.
                error = JoseError.PayloadUnencoded;
            }
            else if (name.SequenceEqual("crit"u8))
            {
                critical = i;
            }

            if (error != JoseError.None)
            {
                return error;
            }
        }

        if (critical >= 0)
        {
            return CriticalMembers.Check(view, critical);
        }

        return hasAlgorithm ? JoseError.None : JoseError.AlgorithmMissing;
    }

    private static JoseError ReadAlgorithm(JsonView view, int node, ref JwsHeader header)
    {
        if (view.Kind(node) != JsonKind.String)
        {
            return JoseError.HeaderMember;
        }

        var name = view.Value(node);
        header.Algorithm = JoseAlgorithmName.Parse(name);
        return header.Algorithm != JoseAlgorithm.Unknown ? JoseError.None
            : JoseAlgorithmName.IsNone(name) ? JoseError.AlgorithmNone
            : JoseError.AlgorithmUnknown;
    }

    private static JoseError ReadString(in JsonNode node, ref (int Start, int Length) range)
    {
        if (node.Kind != JsonKind.String)
        {
            return JoseError.HeaderMember;
        }

        range = (node.Start, node.Length);
        return JoseError.None;
    }
}
