using System.Diagnostics.CodeAnalysis;
using Gatehouse.Core.Expressions.Checking;
using Gatehouse.Core.Expressions.Nodes;
using Gatehouse.Core.Expressions.Syntax;

namespace Gatehouse.Core.Expressions;

/// <summary>
/// A condition in a subset of CEL, type-checked and compiled. Immutable and thread-safe. Evaluating it allocates nothing, never
/// throws (unless the source does) and ends after at most <see cref="ExpressionLimits.MaxWork"/> steps.
/// </summary>
public sealed class Expression
{
    private readonly ExpressionNode _root;

    private Expression(string text, ExpressionNode root)
    {
        Text = text;
        _root = root;
    }

    /// <summary>The expression as written.</summary>
    public string Text { get; }

    /// <summary>
    /// Compiles a condition: its type is bool, or dyn (what is no bool when it runs is then an error). On failure
    /// <paramref name="error"/> says why and where, for its author.
    /// </summary>
    public static bool TryCompile(
        string text,
        ExpressionEnvironment environment,
        [NotNullWhen(true)] out Expression? expression,
        [NotNullWhen(false)] out ExpressionError? error)
    {
        bool compiled = TryBind(text, environment, t => t.MayBe(ExpressionType.Bool) ? null : $"a condition is a bool, this is of type {t}", out var root, out error);
        expression = compiled ? new Expression(text, root!) : null;
        return compiled;
    }

    /// <summary>Reads and checks an expression; <paramref name="check"/> says what is wrong with its type, or null.</summary>
    internal static bool TryBind(
        string text,
        ExpressionEnvironment environment,
        Func<ExpressionType, string?> check,
        [NotNullWhen(true)] out ExpressionNode? root,
        [NotNullWhen(false)] out ExpressionError? error)
    {
        root = null;
        error = null;
        if (text.Length > ExpressionLimits.MaxLength)
        {
            error = new ExpressionError($"the expression is longer than {ExpressionLimits.MaxLength} characters", 1, 1);
            return false;
        }

        try
        {
            var syntax = new Parser(text).Parse();
            root = new Binder(environment).Bind(syntax);
            return check(root.Type) is { } problem ? throw new ExpressionSyntaxException(problem, syntax.Start) : true;
        }
        catch (ExpressionSyntaxException e)
        {
            root = null;
            error = ExpressionError.At(text, e.Position, e.Message);
            return false;
        }
    }

    /// <summary>Evaluates with the values of a source.</summary>
    public ExpressionResult Evaluate(IExpressionSource source)
    {
        int work = ExpressionLimits.MaxWork;
        return Evaluate(source, ref work);
    }

    /// <summary>Evaluates with a budget that several expressions share.</summary>
    /// <param name="source">The values.</param>
    /// <param name="work">Steps that may be taken, at most <see cref="ExpressionLimits.MaxWork"/>; what is left of them when it returns.</param>
    public ExpressionResult Evaluate(IExpressionSource source, ref int work)
    {
        var evaluation = new Evaluation(source, Math.Min(work, ExpressionLimits.MaxWork));
        var value = _root.Evaluate(ref evaluation);
        evaluation.Scratch.Return();
        work = evaluation.Work;
        if (evaluation.IsExhausted)
        {
            // Whatever it came to: after the budget nothing was looked at any more.
            return new ExpressionResult(false, ExpressionFault.Budget);
        }

        return value.Kind == ExpressionKind.Bool
            ? new ExpressionResult(value.IsTrue, ExpressionFault.None)
            : new ExpressionResult(false, (ExpressionFault)value.AsFault().Number);
    }
}
