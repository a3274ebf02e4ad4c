namespace Gatehouse.Core.Schemas;

/// <summary>Finds the known name that somebody probably meant.</summary>
public static class Suggestion
{
    private const int MaxLength = 64;
    private const int LeastStart = 4;
    private const int LongestEnding = 3;

    /// <summary>The nearest of <paramref name="names"/>, or null when none is near: more than a third of the letters differ.</summary>
    public static string? For(string name, IEnumerable<string> names)
    {
        IReadOnlyCollection<string> known = names as IReadOnlyCollection<string> ?? [.. names];
        if (name.Length is 0 or > MaxLength)
        {
            return null;
        }

        string? best = null;
        int least = Math.Max(1, name.Length / 3) + 1;
        foreach (var candidate in known)
        {
            if (Math.Abs(candidate.Length - name.Length) < least && Distance(name, candidate) is var distance && distance < least)
            {
                (best, least) = (candidate, distance);
            }
        }

        // Short names with another ending: retry for retries.
        return best ?? known.FirstOrDefault(candidate => CommonStart(name, candidate) is var length
            && length >= LeastStart && Math.Max(name.Length, candidate.Length) - length <= LongestEnding);
    }

    private static int CommonStart(string a, string b)
    {
        int length = 0;
        while (length < Math.Min(a.Length, b.Length) && char.ToLowerInvariant(a[length]) == char.ToLowerInvariant(b[length]))
        {
            length++;
        }

        return length;
    }

    // Levenshtein distance in which two letters that changed places are one slip, with three rows; names are at most 64 characters long.
    private static int Distance(string a, string b)
    {
        var before = new int[b.Length + 1];
        int[] previous = [.. Enumerable.Range(0, b.Length + 1)];
        var current = new int[b.Length + 1];
        for (int i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int change = IsSame(a[i - 1], b[j - 1]) ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1] + 1, previous[j] + 1), previous[j - 1] + change);
                if (i > 1 && j > 1 && IsSame(a[i - 1], b[j - 2]) && IsSame(a[i - 2], b[j - 1]))
                {
                    current[j] = Math.Min(current[j], before[j - 2] + 1);
                }
            }

            (before, previous, current) = (previous, current, before);
        }

        return previous[b.Length];
    }

    private static bool IsSame(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
