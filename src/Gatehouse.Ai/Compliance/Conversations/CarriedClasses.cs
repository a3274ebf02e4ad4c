namespace Gatehouse.Ai.Compliance.Conversations;

/// <summary>What a conversation carries over from its earlier turns, in terms of the catalogue that it was asked with.</summary>
internal readonly record struct CarriedClasses(DataClassSet Classes, DataClassSet Unredactable)
{
    public bool IsEmpty => Classes.IsEmpty;
}
