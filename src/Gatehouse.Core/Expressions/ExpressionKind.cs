namespace Gatehouse.Core.Expressions;

/// <summary>Kinds of values; <see cref="Dyn"/> is the type of what is known only when an expression runs, never of a value.</summary>
public enum ExpressionKind : byte
{
    /// <summary>No value but the reason why there is none, see <see cref="ExpressionFault"/>.</summary>
    Fault,
    Null,
    Bool,
    Int,
    Double,
    String,
    Timestamp,
    Duration,
    Ip,
    Cidr,
    List,
    Map,
    Dyn,
}
