using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Gatehouse.Core.Expressions.Nodes;
using Gatehouse.Core.Expressions.Values;

namespace Gatehouse.Core.Expressions;

/// <summary>
/// An expression whose value is used, not only its truth: a text that tells things apart, or a number. Immutable and thread-safe;
/// evaluating it has the bounds of <see cref="Expression"/> and allocates nothing.
/// </summary>
public sealed class ValueExpression
{
    private readonly ExpressionNode _root;

    private ValueExpression(ExpressionNode root) => _root = root;

    /// <summary>Compiles an expression that gives a string, int, bool or address, or dyn.</summary>
    public static bool TryCompileText(
        string text,
        ExpressionEnvironment environment,
        [NotNullWhen(true)] out ValueExpression? expression,
        [NotNullWhen(false)] out ExpressionError? error)
        => TryCompile(
            text,
            environment,
            static t => t.Kind is ExpressionKind.String or ExpressionKind.Int or ExpressionKind.Bool or ExpressionKind.Ip or ExpressionKind.Dyn
                ? null
                : $"a key is a string, int, bool or ip, this is of type {t}",
            out expression,
            out error);

    /// <summary>Compiles an expression that gives an int or double, or dyn.</summary>
    public static bool TryCompileNumber(
        string text,
        ExpressionEnvironment environment,
        [NotNullWhen(true)] out ValueExpression? expression,
        [NotNullWhen(false)] out ExpressionError? error)
        => TryCompile(
            text,
            environment,
            static t => t.IsNumber || t.IsDyn ? null : $"a number is an int or double, this is of type {t}",
            out expression,
            out error);

    /// <summary>Writes the value as text, an address as its 4 or 16 bytes. False when there is none or it does not fit.</summary>
    public bool TryWrite(IExpressionSource source, Span<byte> target, out int written)
    {
        var evaluation = new Evaluation(source, ExpressionLimits.MaxWork);
        var value = _root.Evaluate(ref evaluation);
        bool fits = TryWrite(value, ref evaluation, target, out written) && !evaluation.IsExhausted;
        evaluation.Scratch.Return();
        return fits;
    }

    /// <summary>The value as a whole number, a fraction rounded up. False when there is none.</summary>
    public bool TryGetNumber(IExpressionSource source, out long number)
    {
        var evaluation = new Evaluation(source, ExpressionLimits.MaxWork);
        var value = _root.Evaluate(ref evaluation);
        bool isExhausted = evaluation.IsExhausted;
        var whole = value.Kind == ExpressionKind.Double ? ValueText.ToInt(ExpressionValue.Double(Math.Ceiling(value.AsDouble))) : value;
        number = whole.Kind == ExpressionKind.Int ? whole.Number : 0;
        evaluation.Scratch.Return();
        return whole.Kind == ExpressionKind.Int && !isExhausted;
    }

    private static bool TryCompile(
        string text,
        ExpressionEnvironment environment,
        Func<ExpressionType, string?> check,
        [NotNullWhen(true)] out ValueExpression? expression,
        [NotNullWhen(false)] out ExpressionError? error)
    {
        bool compiled = Expression.TryBind(text, environment, check, out var root, out error);
        expression = compiled ? new ValueExpression(root!) : null;
        return compiled;
    }

    private static bool TryWrite(scoped in ExpressionValue value, scoped ref Evaluation evaluation, Span<byte> target, out int written)
    {
        written = 0;
        if (value.Kind == ExpressionKind.Ip)
        {
            bool isV6 = value.Form == ValueForm.Version6;
            return isV6
                ? BinaryPrimitives.TryWriteUInt128BigEndian(target, value.AsAddress) && (written = 16) > 0
                : BinaryPrimitives.TryWriteUInt32BigEndian(target, (uint)value.AsAddress) && (written = 4) > 0;
        }

        if (value.Kind is not (ExpressionKind.String or ExpressionKind.Int or ExpressionKind.Bool))
        {
            return false;
        }

        var text = ValueText.ToText(value, ref evaluation.Scratch);
        written = text.Bytes.Length;
        return text.Kind == ExpressionKind.String && text.Bytes.TryCopyTo(target);
    }
}
