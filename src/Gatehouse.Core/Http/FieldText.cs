using System.Globalization;
using System.Text;

namespace Gatehouse.Core.Http;

/// <summary>Makes texts of a configuration fit for a field value.</summary>
public static class FieldText
{
    /// <summary>
    /// The text itself, or, when it has control characters or blanks at its ends, a copy with those percent-encoded: a line end in
    /// a user name must not begin a field of its own.
    /// </summary>
    public static string Safe(string text)
    {
        if (!text.Any(char.IsControl) && text.AsSpan().Trim().Length == text.Length)
        {
            return text;
        }

        var safe = new StringBuilder(text.Length + 8);
        int start = text.Length - text.AsSpan().TrimStart().Length;
        int end = text.AsSpan().TrimEnd().Length;
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]) || i < start || i >= end)
            {
                foreach (byte b in Encoding.UTF8.GetBytes(text[i].ToString()))
                {
                    safe.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
                }
            }
            else
            {
                safe.Append(text[i]);
            }
        }

        return safe.ToString();
    }
}
