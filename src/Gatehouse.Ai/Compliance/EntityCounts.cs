using System.Text;

namespace Gatehouse.Ai.Compliance;

/// <summary>How often each kind was recognised in a request, and how many clinical signals there were. Numbers only.</summary>
internal sealed class EntityCounts
{
    private static readonly string[] Labels = [.. Enum.GetNames<EntityKind>().Select(n => n.ToLowerInvariant())];

    private readonly int[] _counts = new int[Labels.Length];

    /// <summary>Hits of one kind.</summary>
    public int this[EntityKind kind] => _counts[(int)kind];

    /// <summary>Words and codes that speak of health.</summary>
    public int Clinical { get; internal set; }

    /// <summary>Hits of all kinds.</summary>
    public int Total { get; private set; }

    /// <summary>Kinds with at least one hit, as labels for audit and metrics.</summary>
    public IEnumerable<KeyValuePair<string, int>> NonZero()
    {
        for (var i = 1; i < _counts.Length; i++)
        {
            if (_counts[i] > 0)
            {
                yield return new(Labels[i], _counts[i]);
            }
        }
    }

    public static string Label(EntityKind kind) => Labels[(int)kind];

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (label, count) in NonZero())
        {
            text.Append(label).Append('=').Append(count).Append(' ');
        }

        return text.Append("clinical=").Append(Clinical).ToString();
    }

    internal void Add(EntityKind kind)
    {
        _counts[(int)kind]++;
        Total++;
    }
}
