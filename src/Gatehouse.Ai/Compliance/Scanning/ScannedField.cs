namespace Gatehouse.Ai.Compliance.Scanning;

/// <summary>What is remembered of a scanned field: enough to know the same text again, nothing of the text.</summary>
internal readonly record struct ScannedField(FieldKind Kind, int Length, int Hash)
{
    /// <summary>The hash is keyed per process (Marvin), so that it says nothing outside of it.</summary>
    public static ScannedField Of(FieldKind kind, ReadOnlySpan<char> text) => new(kind, text.Length, string.GetHashCode(text));

    public bool IsOf(ReadOnlySpan<char> text) => text.Length == Length && string.GetHashCode(text) == Hash;
}
