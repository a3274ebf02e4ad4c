namespace Gatehouse.Core.Expressions;

/// <summary>
/// Where an evaluation reads the host's variables. Asked on the thread that evaluates, only for variables that the expression
/// names. Must not throw and need not allocate: values are spans into what the host has anyway, or into the scratch memory.
/// </summary>
public interface IExpressionSource
{
    /// <summary>The value of a variable that is neither list nor map; false when it has none (which is an error unless <c>has()</c> asked).</summary>
    bool TryRead(int variable, scoped ref ExpressionScratch scratch, out ExpressionValue value);

    /// <summary>The value under a key of a map of single values; false when there is none.</summary>
    bool TryReadEntry(int variable, scoped in ExpressionKey key, scoped ref ExpressionScratch scratch, out ExpressionValue value);

    /// <summary>
    /// An element of a list, or of the list under a key of a map of lists (the key is empty otherwise); false when the index is
    /// beyond the end.
    /// </summary>
    bool TryReadItem(int variable, scoped in ExpressionKey key, int index, scoped ref ExpressionScratch scratch, out ExpressionValue value);
}
