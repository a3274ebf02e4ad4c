namespace Gatehouse.Settings;

/// <summary>Finds what somebody probably meant: the known key with the fewest typing mistakes.</summary>
internal static class NearestKey
{
    /// <summary>Longer names are not compared: a key has at most 60 characters.</summary>
    private const int MaxLength = 100;

    /// <summary>Shorter parts are in too many keys.</summary>
    private const int MinPart = 6;

    /// <summary>
    /// The nearest of <paramref name="known"/>, or null when none is near: more than a third of the characters differ.
    /// Ties go to the first in alphabetical order, so that a suggestion is stable.
    /// </summary>
    public static string? Find(string key, IEnumerable<string> known)
    {
        if (key.Length is 0 or > MaxLength)
        {
            return null;
        }

        var lower = key.ToLowerInvariant();
        string? best = null;
        var bestDistance = Math.Max(1, lower.Length / 3) + 1;
        foreach (var candidate in known.Order(StringComparer.Ordinal))
        {
            if (Math.Abs(candidate.Length - lower.Length) >= bestDistance)
            {
                continue;
            }

            var distance = Distance(lower, candidate);
            if (distance < bestDistance)
            {
                (best, bestDistance) = (candidate, distance);
            }
        }

        return best ?? Containing(lower, known);
    }

    /// <summary>A key that was written without its beginning or end: <c>max_body_size</c>. The shortest one that holds it.</summary>
    private static string? Containing(string key, IEnumerable<string> known)
        => key.Length < MinPart
            ? null
            : known.Where(candidate => candidate.Contains(key, StringComparison.Ordinal))
                .OrderBy(static candidate => candidate.Length).ThenBy(static candidate => candidate, StringComparer.Ordinal)
                .FirstOrDefault();

    /// <summary>Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours count one each.</summary>
    internal static int Distance(string a, string b)
    {
        var beforeLast = new int[b.Length + 1];
        var last = new int[b.Length + 1];
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1] + 1, last[j] + 1), last[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last, row) = (last, row, beforeLast);
        }

        return last[b.Length];
    }
}
