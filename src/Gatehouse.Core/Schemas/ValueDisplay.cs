using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Gatehouse.Core.Schemas;

/// <summary>How a value may appear in an error: short, and never when it is or may be a secret.</summary>
public static class ValueDisplay
{
    /// <summary>
    /// Stands for a hidden value, in errors and dumps. Where a value may be hidden, this one is refused: what was hidden is not known
    /// from it.
    /// </summary>
    public const string Hidden = "***";

    private const int MaxLength = 100;

    /// <summary>The value for people; null for arrays and records, which may carry secrets inside.</summary>
    public static string? Of(Field field, JsonNode? value)
        => value is not JsonValue scalar ? null : field.IsHidden ? Hidden : Show(JsonScalars.AsString(scalar) ?? scalar.ToJsonString());

    /// <summary>
    /// The text with the user information of a URL hidden, which is a password even where a field is not made for one; the same text
    /// when there is none.
    /// </summary>
    public static string WithoutUserInfo(string text)
    {
        int start = text.IndexOf("://", StringComparison.Ordinal) + 3;
        if (start < 3)
        {
            return text;
        }

        int length = text.AsSpan(start).IndexOfAny('/', '?', '#');
        int at = text.AsSpan(start, length < 0 ? text.Length - start : length).LastIndexOf('@');
        return at < 0 ? text : string.Concat(text.AsSpan(0, start), Hidden, text.AsSpan(start + at));
    }

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

    /// <summary>
    /// The text on one line of a terminal: control characters, and marks that turn the direction of writing, as <c>\xNN</c> or
    /// <c>\uNNNN</c>.
    /// </summary>
    public static string Printable(string text)
    {
        if (!text.Any(IsUnprintable))
        {
            return text;
        }

        var shown = new StringBuilder(text.Length + 16);
        foreach (char c in text)
        {
            if (!IsUnprintable(c))
            {
                shown.Append(c);
            }
            else if (c < 0x100)
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
            }
            else
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
        }

        return shown.ToString();
    }

    private static bool IsUnprintable(char c)
        => char.IsControl(c) || c is >= '\u2028' and <= '\u202e' or >= '\u2066' and <= '\u2069' or '\u200e' or '\u200f';

    /// <summary>Takes a hidden value out of a message that quotes it.</summary>
    public static string Cleanse(Field field, JsonNode value, string message)
        => field.IsHidden && JsonScalars.AsString(value) is { Length: > 0 } secret
            ? message.Replace(secret, Hidden, StringComparison.Ordinal)
            : message;

    private static string Show(string text) => Shorten(WithoutUserInfo(text));
}
