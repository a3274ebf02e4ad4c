namespace Gatehouse.Ai.Compliance;

/// <summary>
/// A class of data. Rank orders classes by how much protection they need: 0 needs none. Built in are public (0), internal (100),
/// pii (200) and phi (300); own classes come from the configuration with a rank from 0 to 1000 and stand between or above them.
/// </summary>
internal sealed record DataClass(string Name, int Rank)
{
    /// <summary>May go anywhere.</summary>
    public static DataClass Public { get; } = new("public", 0);

    /// <summary>Of no concern to outsiders: by default also what carries a secret such as an API key.</summary>
    public static DataClass Internal { get; } = new("internal", 100);

    /// <summary>Identifies a person.</summary>
    public static DataClass Pii { get; } = new("pii", 200);

    /// <summary>Identifies a person in the context of health (45 CFR 164.514(b)(2)).</summary>
    public static DataClass Phi { get; } = new("phi", 300);

    /// <summary>Position in the catalogue, 0 to 63: the bit in a <see cref="DataClassSet"/>. Set by <see cref="DataClasses"/> only.</summary>
    internal int Index { get; init; } = Math.Max(0, Rank / 100);

    public override string ToString() => Name;
}
