namespace Gatehouse.Core.Expressions;

/// <summary>Why an evaluation has no value. The names, in lower case with underscores, are what an audit record shows.</summary>
public enum ExpressionFault : byte
{
    None,

    /// <summary>A variable, member, key or index that is not there and was not asked for with <c>has()</c> or <c>in</c>.</summary>
    Missing,

    /// <summary>A header or query parameter that came more than once where one value is meant, or a JSON member that is there twice.</summary>
    Repeated,

    /// <summary>A value of unknown type turned out to be of one that the operator or function does not take.</summary>
    Type,

    /// <summary>An integer, a time or a duration left its range.</summary>
    Overflow,

    /// <summary>Division or remainder by the integer zero.</summary>
    DivisionByZero,

    /// <summary>A text that cannot be converted, or JSON that is malformed.</summary>
    Format,

    /// <summary>More work or more text than <see cref="ExpressionLimits"/> allows.</summary>
    Budget,
}
