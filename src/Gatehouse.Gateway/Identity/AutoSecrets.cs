using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Gatehouse.Gateway.Identity;

/// <summary>Secrets that a configuration leaves to the program, by plugin instance: random, the same over reloads, gone with the process.</summary>
internal sealed class AutoSecrets
{
    private readonly ConcurrentDictionary<string, string> _byPlugin = new(StringComparer.Ordinal);

    /// <summary>The secret of a plugin instance; made at first use.</summary>
    public string Of(string pluginId)
        => _byPlugin.GetOrAdd(pluginId, static _ => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));

    /// <summary>Drops those of instances that are gone.</summary>
    public void Keep(HashSet<string> pluginIds)
    {
        foreach (var (id, _) in _byPlugin)
        {
            if (!pluginIds.Contains(id))
            {
                _byPlugin.TryRemove(id, out _);
            }
        }
    }
}
