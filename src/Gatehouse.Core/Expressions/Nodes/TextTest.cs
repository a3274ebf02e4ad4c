namespace Gatehouse.Core.Expressions.Nodes;

/// <summary>Questions about two strings.</summary>
internal enum TextTest
{
    Contains,
    StartsWith,
    EndsWith,
}
