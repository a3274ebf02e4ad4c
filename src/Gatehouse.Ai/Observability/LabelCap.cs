using System.Collections.Concurrent;

namespace Gatehouse.Ai.Observability;

/// <summary>
/// Keeps a label to so many values: those that come first. What comes later, or is longer than <see cref="MaxLength"/>, is <see cref="Other"/>. Lock-free.
/// </summary>
internal sealed class LabelCap(int most)
{
    /// <summary>Stands for all values beyond the bound.</summary>
    public const string Other = "other";

    /// <summary>Longest value, characters.</summary>
    public const int MaxLength = 128;

    private readonly ConcurrentDictionary<string, string> _known = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>The value to count under; empty for none.</summary>
    public string Of(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return "";
        }

        if (_known.TryGetValue(value, out string? known))
        {
            return known;
        }

        if (value.Length > MaxLength || Volatile.Read(ref _count) >= most)
        {
            return Other;
        }

        if (Interlocked.Increment(ref _count) > most)
        {
            Interlocked.Decrement(ref _count);
            return Other;
        }

        if (!_known.TryAdd(value, value))
        {
            Interlocked.Decrement(ref _count);
        }

        return value;
    }
}
