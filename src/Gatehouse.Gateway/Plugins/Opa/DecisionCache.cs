using System.Numerics;
using Gatehouse.Core.Secrets;

namespace Gatehouse.Gateway.Plugins.Opa;

/// <summary>
/// Decisions by the digest of their input: a table of rows of four, in which a new decision takes the place of the one that ends
/// first. Readers take no lock and allocate nothing.
/// </summary>
internal sealed class DecisionCache
{
    private const int Ways = 4;

    private readonly Entry?[] _table;
    private readonly int _rows;
    private readonly long _lifetime;
    private readonly TimeProvider _time;

    /// <param name="capacity">Most decisions; rounded up to a power of two, at least four.</param>
    /// <param name="lifetime">How long a decision is used.</param>
    /// <param name="time">The clock.</param>
    public DecisionCache(int capacity, TimeSpan lifetime, TimeProvider time)
    {
        _table = new Entry?[(int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(Ways, capacity))];
        _rows = _table.Length / Ways;
        _lifetime = (long)(lifetime.TotalSeconds * time.TimestampFrequency);
        _time = time;
    }

    /// <summary>The decision about an input, or null.</summary>
    public OpaDecision? Find(in SecretDigest input)
    {
        long now = _time.GetTimestamp();
        foreach (ref var slot in Row(in input))
        {
            if (Volatile.Read(ref slot) is { } entry && entry.Input.Equals(input))
            {
                return now < entry.End ? entry.Decision : null;
            }
        }

        return null;
    }

    /// <summary>Keeps a decision.</summary>
    public void Add(in SecretDigest input, OpaDecision decision)
    {
        var entry = new Entry(input, decision, _time.GetTimestamp() + _lifetime);
        var row = Row(in input);
        int chosen = 0;
        long first = long.MaxValue;
        for (int i = 0; i < row.Length; i++)
        {
            var other = Volatile.Read(ref row[i]);
            if (other is null || other.Input.Equals(input))
            {
                chosen = i;
                break;
            }

            if (other.End < first)
            {
                (chosen, first) = (i, other.End);
            }
        }

        Volatile.Write(ref row[chosen], entry);
    }

    private Span<Entry?> Row(in SecretDigest input) => _table.AsSpan((int)(input.Bucket & (uint)(_rows - 1)) * Ways, Ways);

    private sealed record Entry(SecretDigest Input, OpaDecision Decision, long End);
}
