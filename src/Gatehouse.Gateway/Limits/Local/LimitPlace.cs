namespace Gatehouse.Gateway.Limits.Local;

/// <summary>Where a key's counter is, good while the cell's version is the same.</summary>
/// <param name="Index">Index of the cell; −1 = there is none.</param>
/// <param name="Version">Version of the cell.</param>
internal readonly record struct LimitPlace(int Index, int Version)
{
    /// <summary>No cell.</summary>
    public static LimitPlace None => new(-1, 0);

    /// <summary>Whether there is a cell.</summary>
    public bool Exists => Index >= 0;
}
