namespace Gatehouse.Ai.Compliance;

/// <summary>
/// The catalogue of data classes: the four built in and those of the configuration, at most 64. Built once per snapshot, immutable.
/// </summary>
internal sealed class DataClasses
{
    private const int MaxClasses = 64;
    private const int MaxRank = 1000;

    private readonly Dictionary<string, DataClass> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<DataClass> _all = [];

    private DataClasses()
    {
        foreach (var dataClass in (ReadOnlySpan<DataClass>)[DataClass.Public, DataClass.Internal, DataClass.Pii, DataClass.Phi])
        {
            _byName.Add(dataClass.Name, dataClass);
            _all.Add(dataClass);
        }
    }

    /// <summary>The catalogue of the built-in classes alone.</summary>
    public static DataClasses BuiltIn { get; } = new();

    /// <summary>All classes by index.</summary>
    public IReadOnlyList<DataClass> All => _all;

    /// <summary>The class with the highest rank; of equals the one named first.</summary>
    public DataClass Highest => HighestOf(new DataClassSet(ulong.MaxValue)) ?? DataClass.Phi;

    /// <summary>Adds the classes of the configuration to the built-in ones. Every mistake is added to <paramref name="errors"/> and its class left out.</summary>
    public static DataClasses Build(IEnumerable<(string Name, int Rank)> own, ICollection<string> errors)
    {
        var classes = new DataClasses();
        foreach (var (name, rank) in own)
        {
            if (string.IsNullOrWhiteSpace(name) || name.Length > 64 || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')))
            {
                errors.Add("a data class is named with 1 to 64 letters, digits, '-' and '_'");
            }
            else if (rank is < 0 or > MaxRank)
            {
                errors.Add($"data class '{name}': rank must be between 0 and {MaxRank}");
            }
            else if (classes._all.Count == MaxClasses)
            {
                errors.Add($"data class '{name}': there may be at most {MaxClasses} classes");
            }
            else if (!classes._byName.TryAdd(name, new DataClass(name, rank) { Index = classes._all.Count }))
            {
                errors.Add($"data class '{name}' is there twice or built in");
            }
            else
            {
                classes._all.Add(classes._byName[name]);
            }
        }

        return classes;
    }

    /// <summary>The class of that name, whatever its case.</summary>
    public bool TryGet(string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out DataClass? dataClass) => _byName.TryGetValue(name, out dataClass);

    /// <summary>
    /// What a deployment admits whose configuration names <paramref name="named"/>: these, and every class of lower rank. Another class
    /// of the same rank is not admitted, so that two own classes of one rank are compartments.
    /// </summary>
    public DataClassSet Admitted(IEnumerable<DataClass> named)
    {
        var set = default(DataClassSet);
        var top = -1;
        foreach (var dataClass in named)
        {
            set = set.With(dataClass);
            top = Math.Max(top, dataClass.Rank);
        }

        foreach (var dataClass in _all.Where(c => c.Rank < top))
        {
            set = set.With(dataClass);
        }

        return set;
    }

    /// <summary>The highest class of a set, null when it is empty.</summary>
    public DataClass? HighestOf(DataClassSet set)
    {
        DataClass? highest = null;
        foreach (var dataClass in _all)
        {
            if (set.Contains(dataClass) && (highest is null || dataClass.Rank > highest.Rank))
            {
                highest = dataClass;
            }
        }

        return highest;
    }
}
