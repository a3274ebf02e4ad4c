using System.Globalization;
using System.Text.Json.Nodes;

namespace Gatehouse.Control.StatusApi;

/// <summary>Amounts of memory as <c>/status?unit=&amp;scale=</c> asks for them.</summary>
internal readonly record struct MemoryText(char Unit, int Scale)
{
    /// <summary>Longer fractions of a byte mean nothing.</summary>
    private const int MaxScale = 20;

    /// <summary>Reads the query; <paramref name="problem"/> is Kong's message when it is wrong.</summary>
    public static bool TryParse(string? unit, string? scale, out MemoryText text, out string? problem)
    {
        text = default;
        problem = null;
        var letter = (unit ?? "m").ToLowerInvariant();
        if (letter is not ("b" or "k" or "m" or "g"))
        {
            problem = $"invalid unit '{unit}' (expected 'k/K', 'm/M', or 'g/G')";
            return false;
        }

        var digits = 2;
        if (scale is not null && (!int.TryParse(scale, NumberStyles.None, CultureInfo.InvariantCulture, out digits) || digits > MaxScale))
        {
            problem = $"scale must be a number from 0 to {MaxScale}";
            return false;
        }

        text = new MemoryText(letter[0], digits);
        return true;
    }

    /// <summary>A number of bytes for unit b, a text with its unit otherwise.</summary>
    public JsonNode Write(long bytes)
    {
        var (shift, name) = Unit switch { 'k' => (10, "KiB"), 'm' => (20, "MiB"), 'g' => (30, "GiB"), _ => (0, "") };
        return shift == 0
            ? bytes
            : $"{((double)bytes / (1L << shift)).ToString($"F{Scale}", CultureInfo.InvariantCulture)} {name}";
    }
}
