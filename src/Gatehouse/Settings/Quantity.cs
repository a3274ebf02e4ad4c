using System.Globalization;

namespace Gatehouse.Settings;

/// <summary>Numbers with nginx's units.</summary>
internal static class Quantity
{
    /// <summary><c>8</c>, <c>8k</c>, <c>8m</c>, <c>8g</c>, upper case too: bytes in powers of 1024.</summary>
    public static bool TryParseSize(string text, out long bytes)
    {
        bytes = 0;
        if (text.Length == 0)
        {
            return false;
        }

        var shift = char.ToLowerInvariant(text[^1]) switch { 'k' => 10, 'm' => 20, 'g' => 30, _ => 0 };
        var digits = shift == 0 ? text.AsSpan() : text.AsSpan(0, text.Length - 1);
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > long.MaxValue >> shift)
        {
            return false;
        }

        bytes = number << shift;
        return true;
    }

    /// <summary><c>60</c> and <c>0.5</c> are seconds; <c>ms s m h d</c> are understood.</summary>
    public static bool TryParseDuration(string text, out TimeSpan duration)
    {
        duration = default;
        var (unit, length) = text switch
        {
            [.., 'm', 's'] => (0.001, 2),
            [.., 's'] => (1d, 1),
            [.., 'm'] => (60d, 1),
            [.., 'h'] => (3600d, 1),
            [.., 'd'] => (86400d, 1),
            _ => (1d, 0),
        };
        if (!double.TryParse(text.AsSpan(0, text.Length - length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || number * unit > int.MaxValue)
        {
            return false;
        }

        duration = TimeSpan.FromSeconds(number * unit);
        return true;
    }
}
