using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Gateway.Limits.Shared;

/// <summary>What this node holds of the concurrency counters of a server. Bounded by what is in flight.</summary>
internal sealed class HeldCounts
{
    private readonly ConcurrentDictionary<(LimitRule Rule, UInt128 Key), HeldCount> _counts = new();
    private readonly string _node = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));

    /// <summary>The count of a key; made when there is none.</summary>
    public HeldCount Of(LimitRule rule, UInt128 key) => _counts.GetOrAdd((rule, key), static _ => new HeldCount());

    /// <summary>The name under which the server knows this node.</summary>
    public int WriteField(Span<byte> field, int name)
        => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{_node}.{name}"), field);

    /// <summary>Counters that the server must hear of again, and those that can be forgotten are.</summary>
    public IEnumerable<(LimitRule Rule, UInt128 Key)> Due(long now, long pause)
    {
        foreach (var (key, count) in _counts)
        {
            if (count.NeedsWord(now, pause))
            {
                yield return key;
            }
            else if (count.IsIdle(now, 6 * pause))
            {
                _counts.TryRemove(key, out _);
            }
        }
    }
}
