namespace Gatehouse.Core.Schemas;

/// <summary>Recognises <c>{vault://…}</c> references.</summary>
public static class VaultSyntax
{
    private const string Start = "{vault://";

    /// <summary>Whether the whole string is a reference; a part of a string never is.</summary>
    public static bool IsReference(string? text)
        => text is { Length: > 10 } && text.StartsWith(Start, StringComparison.Ordinal) && text[^1] == '}';
}
