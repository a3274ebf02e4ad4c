using System.Collections.Concurrent;
using Gatehouse.Core.Diagnostics;

namespace Gatehouse.Gateway.Identity;

/// <summary>
/// The last uses of credentials, by id, over reloads. A credential gets its entry with its first use; entries of credentials that
/// a new configuration no longer has are dropped, which bounds the number of entries by that of credentials.
/// </summary>
internal sealed class CredentialUses : ICredentialUses
{
    private readonly ConcurrentDictionary<string, CredentialUse> _byId = new(StringComparer.Ordinal);

    /// <summary>Number of credentials that were used.</summary>
    public int Count => _byId.Count;

    /// <summary>The entry of a credential; made at its first use.</summary>
    public CredentialUse Of(ConsumerCredential credential) => credential.Use ??= _byId.GetOrAdd(credential.Id, static _ => new CredentialUse());

    /// <inheritdoc/>
    public long LastUsed(string credentialId) => _byId.GetValueOrDefault(credentialId)?.LastUsed ?? 0;

    /// <summary>Drops what is not in use any more; the snapshot that was replaced may go on with its own references.</summary>
    public void Keep(HashSet<string> credentialIds)
    {
        foreach (var (id, _) in _byId)
        {
            if (!credentialIds.Contains(id))
            {
                _byId.TryRemove(id, out _);
            }
        }
    }
}
