using System.Text.Json.Nodes;

namespace Gatehouse.Core.Schemas;

/// <summary>How a value may appear in an error: short, and never when it is or may be a secret.</summary>
public static class ValueDisplay
{
    /// <summary>Stands for a hidden value.</summary>
    public const string Hidden = "***";

    private const int MaxLength = 100;

    /// <summary>The value for people; null for arrays and records, which may carry secrets inside.</summary>
    public static string? Of(Field field, JsonNode? value)
        => value is not JsonValue scalar ? null : field.IsHidden ? Hidden : Shorten(JsonScalars.AsString(scalar) ?? scalar.ToJsonString());

    /// <summary>At most 100 characters of a text.</summary>
    public static string Shorten(string text)
    {
        if (text.Length <= MaxLength)
        {
            return text;
        }

        int end = char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength;
        return string.Concat(text.AsSpan(0, end), "…");
    }

    /// <summary>Takes a hidden value out of a message that quotes it.</summary>
    public static string Cleanse(Field field, JsonNode value, string message)
        => field.IsHidden && JsonScalars.AsString(value) is { Length: > 0 } secret
            ? message.Replace(secret, Hidden, StringComparison.Ordinal)
            : message;
}
