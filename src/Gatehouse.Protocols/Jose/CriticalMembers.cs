using Gatehouse.Protocols.Jose.Json;

namespace Gatehouse.Protocols.Jose;

/// <summary><c>crit</c> (RFC 7515 §4.1.11). No extension is understood here, so a valid list ends in a refusal too, for another reason.</summary>
internal static class CriticalMembers
{
    // RFC 7515 §4.1, RFC 7516 §4.1, RFC 7518 §4: an extension cannot have these names.
    private static readonly byte[][] Registered =
    [
        .. new[] { "alg", "jku", "jwk", "kid", "x5u", "x5c", "x5t", "x5t#S256", "typ", "cty", "crit", "enc", "zip", "epk", "apu", "apv", "iv", "tag", "p2s", "p2c" }
            .Select(System.Text.Encoding.ASCII.GetBytes),
    ];

    public static JoseError Check(JsonView header, int list)
    {
        if (header.Kind(list) != JsonKind.Array || header.Next(list) == list + 1)
        {
            return JoseError.CriticalInvalid;
        }

        for (int i = list + 1; i < header.Next(list); i = header.Next(i))
        {
            if (header.Kind(i) != JsonKind.String || IsRegistered(header.Value(i)) || header.Find(0, header.Value(i)) < 0)
            {
                return JoseError.CriticalInvalid;
            }

            for (int j = list + 1; j < i; j = header.Next(j))
            {
                if (header.Value(j).SequenceEqual(header.Value(i)))
                {
                    return JoseError.CriticalInvalid;
                }
            }
        }

        return JoseError.CriticalUnknown;
    }

    private static bool IsRegistered(ReadOnlySpan<byte> name)
    {
        foreach (byte[] registered in Registered)
        {
            if (name.SequenceEqual(registered))
            {
                return true;
            }
        }

        return false;
    }
}
