namespace Gatehouse.Gateway.Limits;

/// <summary>How the bounds of a window are found.</summary>
internal enum LimitWindowKind : byte
{
    /// <summary>By its length, from the Unix epoch on.</summary>
    Length,

    /// <summary>A month of the UTC calendar.</summary>
    Month,

    /// <summary>A year of the UTC calendar.</summary>
    Year,
}
