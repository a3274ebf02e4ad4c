namespace Gatehouse.Core.Expressions.Nodes;

/// <summary>State of one evaluation: the source, the memory, the budget, and the variables of macros.</summary>
internal ref struct Evaluation(IExpressionSource source, int work)
{
    private int _work = work;
    private ExpressionValue _local0;
    private ExpressionValue _local1;
    private ExpressionValue _local2;
    private ExpressionValue _local3;

    public readonly IExpressionSource Source => source;

    public ExpressionScratch Scratch;

    /// <summary>Steps that are left; negative when more were asked for.</summary>
    public readonly int Work => _work;

    /// <summary>Whether more work or memory was asked for than there was.</summary>
    public readonly bool IsExhausted => _work < 0 || Scratch.IsExhausted;

    /// <summary>Takes work from the budget; false when there is no more, now and from here on.</summary>
    public bool Spend(int steps)
    {
        if (_work < 0 || steps > _work)
        {
            _work = -1;
            return false;
        }

        _work -= steps;
        return true;
    }

    /// <summary>The variable of a macro by its depth.</summary>
    public readonly ExpressionValue Local(int depth) => depth switch
    {
        0 => _local0,
        1 => _local1,
        2 => _local2,
        _ => _local3,
    };

    /// <summary>Sets the variable of a macro.</summary>
    public void SetLocal(int depth, ExpressionValue value)
    {
        switch (depth)
        {
            case 0:
                _local0 = value;
                break;
            case 1:
                _local1 = value;
                break;
            case 2:
                _local2 = value;
                break;
            default:
                _local3 = value;
                break;
        }
    }
}
