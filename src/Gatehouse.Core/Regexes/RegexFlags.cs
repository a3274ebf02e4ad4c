namespace Gatehouse.Core.Regexes;

/// <summary>Flags of a pattern or a group.</summary>
[Flags]
public enum RegexFlags
{
    None = 0,

    /// <summary>i: letters match in either case.</summary>
    IgnoreCase = 1,

    /// <summary>m: <c>^</c> and <c>$</c> match at line ends too.</summary>
    Multiline = 2,

    /// <summary>s: the dot matches a line feed too.</summary>
    DotAll = 4,
}
