using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Hygiene;

/// <summary>
/// Removes, before any plugin sees the request, the header fields that a client must not bring: identity that only the
/// gateway may state, forwarded-by fields from peers that are not trusted, and underscore spellings of all of these.
/// </summary>
/// <remarks>
/// X-Forwarded-For and X-Real-IP stay: the forwarder appends to the former and overwrites the latter (and they are what
/// <see cref="ClientAddressResolver"/> reads when a trusted proxy sent them).
/// </remarks>
internal static class RequestHygiene
{
    private static readonly Func<ReadOnlySpan<byte>, ReadOnlySpan<byte>, bool, bool> IsUnwanted = Unwanted;

    /// <summary>Cleans the fields in place; allocates nothing.</summary>
    /// <param name="headers">The request's fields.</param>
    /// <param name="isTrustedPeer">Whether the peer of the connection is one of <c>trusted_ips</c>.</param>
    public static void Clean(HeaderMap headers, bool isTrustedPeer) => headers.RemoveWhere(isTrustedPeer, IsUnwanted);

    private static bool Unwanted(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, bool isTrustedPeer)
        => ProtectedHeaders.Find(name, out bool isAlias) switch
        {
            HeaderProtection.NeverFromClients => true,
            HeaderProtection.OnlyFromTrustedPeers => isAlias || !isTrustedPeer,
            HeaderProtection.SpellingOnly => isAlias,
            _ => false,
        };
}
