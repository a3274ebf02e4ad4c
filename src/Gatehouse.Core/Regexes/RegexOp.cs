namespace Gatehouse.Core.Regexes;

/// <summary>Operations of a <see cref="RegexProgram"/>.</summary>
internal enum RegexOp : byte
{
    /// <summary>Consumes the unit X.</summary>
    Char,

    /// <summary>Consumes a unit of class X.</summary>
    Set,

    /// <summary>Goes on at X and, with less preference, at Y.</summary>
    Split,

    /// <summary>Goes on at X.</summary>
    Jump,

    /// <summary>Goes on when assertion X holds.</summary>
    Assert,

    /// <summary>Notes the position in slot X.</summary>
    Save,

    /// <summary>The text matches.</summary>
    Match,
}
