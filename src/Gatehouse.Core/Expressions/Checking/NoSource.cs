namespace Gatehouse.Core.Expressions.Checking;

/// <summary>The source of expressions that ask nobody: for computing constants.</summary>
internal sealed class NoSource : IExpressionSource
{
    public static readonly NoSource Instance = new();

    /// <inheritdoc/>
    public bool TryRead(int variable, scoped ref ExpressionScratch scratch, out ExpressionValue value)
    {
        value = default;
        return false;
    }

    /// <inheritdoc/>
    public bool TryReadEntry(int variable, scoped in ExpressionKey key, scoped ref ExpressionScratch scratch, out ExpressionValue value)
    {
        value = default;
        return false;
    }

    /// <inheritdoc/>
    public bool TryReadItem(int variable, scoped in ExpressionKey key, int index, scoped ref ExpressionScratch scratch, out ExpressionValue value)
    {
        value = default;
        return false;
    }
}
