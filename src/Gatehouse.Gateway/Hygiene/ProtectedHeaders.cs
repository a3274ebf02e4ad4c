namespace Gatehouse.Gateway.Hygiene;

/// <summary>
/// The field names whose values upstreams believe because a gateway sets them. Looked up with <c>_</c> and <c>-</c> taken as
/// equal, because CGI-style upstreams cannot tell <c>X_Forwarded_Proto</c> from <c>X-Forwarded-Proto</c>.
/// </summary>
internal static class ProtectedHeaders
{
    private const int LongestName = 32;

    /// <summary>Candidates by length of the name, so that most fields are let through after one array access.</summary>
    private static readonly (byte[] Name, HeaderProtection Kind)[]?[] ByLength = Build();

    /// <summary>Beginnings of names of which later ones are taken to be the gateway's, too.</summary>
    private static readonly byte[][] Families =
    [
        .. new[] { "x-consumer-", "x-authenticated-", "x-forwarded-", "x-kong-" }.Select(System.Text.Encoding.ASCII.GetBytes),
    ];

    /// <summary>How the field of that name is protected; <paramref name="isAlias"/>: it is spelt with an underscore.</summary>
    public static HeaderProtection Find(ReadOnlySpan<byte> name, out bool isAlias)
    {
        isAlias = false;
        var candidates = name.Length < ByLength.Length ? ByLength[name.Length] : null;
        if (candidates is null)
        {
            return HeaderProtection.None;
        }

        foreach (var (known, kind) in candidates)
        {
            if (IsSpelling(name, known))
            {
                isAlias = name.Contains((byte)'_');
                return kind;
            }
        }

        return HeaderProtection.None;
    }

    /// <summary>
    /// Whether the field, in any spelling, says something that only the gateway may say to an upstream: identity, the way the
    /// request came, the gateway's own fields. Such a field has no place in a trailer, where nothing overwrites it and an upstream
    /// that merges trailers into the head (RFC 9110 §6.5.1) would believe it.
    /// </summary>
    public static bool IsGatewayOwned(ReadOnlySpan<byte> name)
    {
        if (Find(name, out _) != HeaderProtection.None)
        {
            return true;
        }

        foreach (byte[] family in Families)
        {
            if (name.Length > family.Length && IsSpelling(name[..family.Length], family))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSpelling(ReadOnlySpan<byte> name, ReadOnlySpan<byte> known)
    {
        for (int i = 0; i < known.Length; i++)
        {
            byte b = name[i] == '_' ? (byte)'-' : name[i];
            if (b != known[i] && (b | 0x20) != known[i])
            {
                return false;
            }
        }

        return true;
    }

    private static (byte[] Name, HeaderProtection Kind)[]?[] Build()
    {
        var table = new (byte[] Name, HeaderProtection Kind)[]?[LongestName];
        string[] identity =
        [
            "x-consumer-id", "x-consumer-custom-id", "x-consumer-username", "x-consumer-groups", "x-credential-identifier",
            "x-anonymous-consumer", "x-authenticated-groups", "x-authenticated-userid", "x-authenticated-scope",
            "x-client-cert-dn", "x-client-cert-san", "proxy",
        ];
        string[] forwarded =
        [
            "forwarded", "x-forwarded-proto", "x-forwarded-host", "x-forwarded-port", "x-forwarded-path", "x-forwarded-prefix",
        ];
        string[] spelling =
        [
            "x-forwarded-for", "x-real-ip", "content-length", "content-type", "transfer-encoding", "proxy-authorization",
            "via", "x-kong-request-id",
        ];
        Add(table, identity, HeaderProtection.NeverFromClients);
        Add(table, forwarded, HeaderProtection.OnlyFromTrustedPeers);
        Add(table, spelling, HeaderProtection.SpellingOnly);
        return table;
    }

    private static void Add((byte[] Name, HeaderProtection Kind)[]?[] table, string[] names, HeaderProtection kind)
    {
        foreach (string name in names)
        {
            table[name.Length] = [.. table[name.Length] ?? [], (System.Text.Encoding.ASCII.GetBytes(name), kind)];
        }
    }
}
