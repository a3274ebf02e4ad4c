using System.Collections.Concurrent;
using System.Text;
using Gatehouse.Core.Secrets;

namespace Gatehouse.Gateway.Identity.Cookies;

/// <summary>
/// Sessions that were ended by a log-out while copies of their cookies are still good. Of this node only, over reloads, and bounded:
/// of too many those are forgotten first that end first.
/// </summary>
/// <param name="capacity">Most sessions. Default 65,536, about 6 MB.</param>
internal sealed class EndedSessions(int capacity = 65_536)
{
    private readonly ConcurrentDictionary<SecretDigest, long> _ends = new();
    private readonly Lock _lock = new();

    /// <summary>Sessions that are remembered.</summary>
    public int Count => _ends.Count;

    /// <summary>Whether that session was ended. Takes no lock.</summary>
    /// <param name="purpose">What the session is for.</param>
    /// <param name="id">What stays the same over its life.</param>
    public bool Contains(string purpose, string id) => !_ends.IsEmpty && _ends.ContainsKey(Key(purpose, id));

    /// <summary>Remembers that a session was ended.</summary>
    /// <param name="purpose">What the session is for.</param>
    /// <param name="id">What stays the same over its life.</param>
    /// <param name="end">When it would have ended by itself, Unix seconds.</param>
    /// <param name="now">Unix seconds.</param>
    public void Add(string purpose, string id, long end, long now)
    {
        lock (_lock)
        {
            if (_ends.Count >= capacity)
            {
                MakeRoom(now);
            }

            _ends[Key(purpose, id)] = end;
        }
    }

    // An eighth at once: sorting for each log-out would cost too much.
    private void MakeRoom(long now)
    {
        int most = capacity - Math.Max(1, capacity / 8);
        var ordered = _ends.OrderByDescending(e => e.Value).ToArray();
        for (int i = 0; i < ordered.Length; i++)
        {
            if (i >= most || ordered[i].Value < now)
            {
                _ends.TryRemove(ordered[i].Key, out _);
            }
        }
    }

    private static SecretDigest Key(string purpose, string id) => SecretDigest.Of(Encoding.UTF8.GetBytes($"{purpose}\n{id}"));
}
