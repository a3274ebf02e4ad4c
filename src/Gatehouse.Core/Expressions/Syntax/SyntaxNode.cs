using Gatehouse.Core.Expressions.Values;

namespace Gatehouse.Core.Expressions.Syntax;

/// <summary>A node of the tree that the parser makes.</summary>
internal sealed class SyntaxNode
{
    public required SyntaxKind Kind { get; init; }

    /// <summary>What an error about this node points to: its operator, or the name of the member or function.</summary>
    public required int Position { get; init; }

    /// <summary>Name, member, function or operator.</summary>
    public string Name { get; init; } = "";

    public ExpressionConstant? Literal { get; init; }

    public SyntaxNode[] Children { get; init; } = [];

    /// <summary>Where its text starts.</summary>
    public int Start => Kind is SyntaxKind.Select or SyntaxKind.Index or SyntaxKind.MemberCall or SyntaxKind.Binary
        or SyntaxKind.And or SyntaxKind.Or or SyntaxKind.Conditional
            ? Math.Min(Position, Children[0].Start)
            : Position;

    /// <summary>Levels of this node and what is below.</summary>
    public int Depth { get; init; }

    /// <summary>The dotted path when this is a name or members of a name, else null.</summary>
    public string? Path => Kind switch
    {
        SyntaxKind.Name => Name,
        SyntaxKind.Select => Children[0].Path is { } path ? $"{path}.{Name}" : null,
        _ => null,
    };

    /// <summary>The first name of <see cref="Path"/>.</summary>
    public string? Root => Kind == SyntaxKind.Name ? Name : Kind == SyntaxKind.Select ? Children[0].Root : null;
}
