using System.Globalization;
using System.Text;

namespace Gatehouse.Protocols.Prometheus;

/// <summary>Bounds of a histogram. Values are counted as integers of a finer unit, so that no floating point is added up.</summary>
public sealed class HistogramBuckets
{
    private readonly long[] _bounds;

    /// <param name="unitsPerOne">Counted units in one exposed unit: 1000 when microseconds are counted and milliseconds exposed.</param>
    /// <param name="upperBounds">Inclusive upper bounds in exposed units, ascending, without infinity.</param>
    public HistogramBuckets(int unitsPerOne, params ReadOnlySpan<double> upperBounds)
    {
        UnitsPerOne = unitsPerOne;
        _bounds = new long[upperBounds.Length];
        BoundLabels = new byte[upperBounds.Length + 1][];
        for (int i = 0; i < _bounds.Length; i++)
        {
            _bounds[i] = (long)Math.Round(upperBounds[i] * unitsPerOne);
            string text = upperBounds[i].ToString("R", CultureInfo.InvariantCulture);
            BoundLabels[i] = Encoding.ASCII.GetBytes($"le=\"{text}\"");
        }

        BoundLabels[^1] = "le=\"+Inf\""u8.ToArray();
    }

    /// <summary>Counted units in one exposed unit.</summary>
    public int UnitsPerOne { get; }

    /// <summary>Number of buckets, the unbounded one included.</summary>
    public int Count => _bounds.Length + 1;

    /// <summary><c>le="…"</c> of each bucket.</summary>
    internal byte[][] BoundLabels { get; }

    /// <summary>Index of the bucket that takes a value.</summary>
    internal int IndexOf(long value)
    {
        // Most requests fall into the first few buckets: a forward scan beats a binary search.
        long[] bounds = _bounds;
        int i = 0;
        while (i < bounds.Length && value > bounds[i])
        {
            i++;
        }

        return i;
    }
}
