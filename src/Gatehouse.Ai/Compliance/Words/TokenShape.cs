namespace Gatehouse.Ai.Compliance.Words;

[Flags]
internal enum TokenShape : byte
{
    None = 0,

    /// <summary>Nothing stands between this token and the one before.</summary>
    Glued = 1,

    /// <summary>A line ended before it.</summary>
    AfterLine = 2,

    /// <summary>Begins with a capital.</summary>
    Capital = 4,

    /// <summary>Only capitals, two or more.</summary>
    AllCapitals = 8,

    /// <summary>Joined to the one before by an underscore.</summary>
    Joined = 16,
}
