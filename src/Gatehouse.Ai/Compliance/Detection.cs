namespace Gatehouse.Ai.Compliance;

/// <summary>A hit: where in which field (in the order of adding, counted from 0) of the original text, in UTF-16 units. Holds no text.</summary>
internal readonly record struct Detection(int Field, EntityKind Kind, int Start, int Length, float Score)
{
    public int End => Start + Length;
}
