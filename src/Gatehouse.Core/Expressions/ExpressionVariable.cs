namespace Gatehouse.Core.Expressions;

/// <summary>A variable that a host offers.</summary>
/// <param name="Path">Dotted path, for example <c>request.method</c>.</param>
/// <param name="Type">Its type.</param>
/// <param name="Id">What the host's <see cref="IExpressionSource"/> is asked for.</param>
public sealed record ExpressionVariable(string Path, ExpressionType Type, int Id)
{
    /// <summary>Whether a value is always there; only of the others <c>has()</c> makes sense. Default false.</summary>
    public bool IsAlwaysThere { get; init; }

    /// <summary>One sentence for the documentation.</summary>
    public string Description { get; init; } = "";

    /// <summary>Makes of a literal key, once, what the source can look up faster; null = nothing.</summary>
    public Func<string, object?>? PrepareKey { get; init; }
}
