namespace Gatehouse.Core.Expressions.Syntax;

/// <summary>Kinds of nodes that the parser makes.</summary>
internal enum SyntaxKind
{
    Literal,
    Name,

    /// <summary>Member of the only child.</summary>
    Select,

    /// <summary>Container and index.</summary>
    Index,

    /// <summary>Function call; the children are the arguments.</summary>
    Call,

    /// <summary>Call in receiver style; the first child is the receiver.</summary>
    MemberCall,
    Not,
    Negate,

    /// <summary>Arithmetic or relation; <see cref="SyntaxNode.Name"/> is the operator.</summary>
    Binary,

    /// <summary>Two or more operands in a row.</summary>
    And,

    /// <summary>Two or more operands in a row.</summary>
    Or,
    Conditional,
    List,
}
