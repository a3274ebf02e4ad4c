namespace Gatehouse.Ai.Compliance.Conversations;

/// <summary>A keyed hash of tenant and conversation: tells nothing about either without the key. From <see cref="StickyClasses"/>.</summary>
internal readonly record struct ConversationKey(UInt128 Value)
{
    public override string ToString() => "conversation";
}
