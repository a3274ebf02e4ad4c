namespace Gatehouse.Core.Expressions;

/// <summary>What a condition came to: true, false, or no value for a reason. The last is not false: <c>!x</c> has no value either.</summary>
/// <param name="Value">The value; false when there is none.</param>
/// <param name="Fault">Why there is no value.</param>
public readonly record struct ExpressionResult(bool Value, ExpressionFault Fault)
{
    public bool IsTrue => Value && Fault == ExpressionFault.None;

    public bool IsFalse => !Value && Fault == ExpressionFault.None;

    public bool IsError => Fault != ExpressionFault.None;

    /// <inheritdoc/>
    public override string ToString() => IsError ? $"error: {NameOf(Fault)}" : IsTrue ? "true" : "false";

    /// <summary>The fault as documentation and audit records write it, for example <c>division_by_zero</c>.</summary>
    public static string NameOf(ExpressionFault fault) => fault switch
    {
        ExpressionFault.Missing => "missing",
        ExpressionFault.Repeated => "repeated",
        ExpressionFault.Type => "type",
        ExpressionFault.Overflow => "overflow",
        ExpressionFault.DivisionByZero => "division_by_zero",
        ExpressionFault.Format => "format",
        ExpressionFault.Budget => "budget",
        _ => "none",
    };
}
