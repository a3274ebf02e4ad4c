using System.Globalization;
using System.Text;

namespace Gatehouse.Gateway.Routing;

/// <summary>Capture groups of a path's regular expression, by name and by index (0 = the whole match, 1 = the first group).</summary>
internal sealed class UriCaptures
{
    private readonly List<(string Name, byte[] Value)> _groups = [];

    /// <param name="text">The path.</param>
    /// <param name="slots">Start and end of the match and of each group; −1 where a group took no part.</param>
    /// <param name="groupNames">Names in order of the opening parentheses; unnamed groups are called by their number.</param>
    internal UriCaptures(string text, int[] slots, IReadOnlyList<string> groupNames)
    {
        for (int i = 0; i <= groupNames.Count; i++)
        {
            int start = slots[i * 2];
            int end = slots[(i * 2) + 1];
            if (start < 0 || end < start)
            {
                continue;
            }

            byte[] value = Encoding.UTF8.GetBytes(text[start..end]);
            string number = i.ToString(CultureInfo.InvariantCulture);
            _groups.Add((number, value));
            if (i > 0 && groupNames[i - 1] != number)
            {
                _groups.Add((groupNames[i - 1], value));
            }
        }
    }

    /// <summary>Names and indexes with their values; groups that took no part in the match are absent.</summary>
    public IReadOnlyList<(string Name, byte[] Value)> Groups => _groups;

    /// <summary>Value of a group by name or decimal index, empty when there is none.</summary>
    public ReadOnlySpan<byte> Get(ReadOnlySpan<char> nameOrIndex)
    {
        foreach (var (name, value) in _groups)
        {
            if (nameOrIndex.SequenceEqual(name))
            {
                return value;
            }
        }

        return default;
    }
}
