namespace Gatehouse.Ai.Compliance.Conversations;

/// <summary>What is kept of a conversation: names, because indices may differ after a reload.</summary>
internal sealed record StickyEntry(string[] Classes, string[] Unredactable, long ExpiresAt);
