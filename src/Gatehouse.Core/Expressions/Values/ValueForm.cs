namespace Gatehouse.Core.Expressions.Values;

/// <summary>Where the content of a value is, for kinds that have several forms.</summary>
internal enum ValueForm : byte
{
    Plain,

    /// <summary>An IPv6 address.</summary>
    Version6,

    /// <summary>A list of constants.</summary>
    Constant,

    /// <summary>A list or map as JSON text.</summary>
    Json,

    /// <summary>A list or map of the source: variable id, and key of a list within a map.</summary>
    Source,

    /// <summary>A map of the source whose values are lists.</summary>
    SourceLists,
}
