using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace Gatehouse.Ai.Compliance.Redaction;

/// <summary>
/// Placeholders of one request and the values behind them. The same value gets the same placeholder. Numbers follow the order of
/// appearance, so that a conversation that is sent again gets the same ones and the vendor's prompt cache keeps its prefix.
/// </summary>
/// <param name="tagged">
/// Whether a text of the request looks like a placeholder itself. Then every placeholder carries a random tag of 40 bits, so that what
/// the client wrote is neither restored nor taken for a value of somebody else.
/// </param>
internal sealed class PlaceholderMap(bool tagged)
{
    private readonly Dictionary<(EntityKind Kind, string Value), string> _byValue = [];
    private readonly Dictionary<string, string> _byPlaceholder = new(StringComparer.Ordinal);
    private readonly Dictionary<EntityKind, int> _numbers = [];
    private readonly string _tag = tagged ? "_" + RandomNumberGenerator.GetString("ABCDEFGHJKMNPQRSTVWXYZ0123456789", 8) : "";

    public int Count => _byPlaceholder.Count;

    /// <summary>Longest placeholder, in characters.</summary>
    public int MaxLength { get; private set; }

    public string For(EntityKind kind, string value)
    {
        if (_byValue.TryGetValue((kind, value), out var known))
        {
            return known;
        }

        var number = _numbers[kind] = _numbers.GetValueOrDefault(kind) + 1;
        var placeholder = string.Create(CultureInfo.InvariantCulture, $"[{EntityCounts.Label(kind).ToUpperInvariant()}_{number}{_tag}]");
        _byValue.Add((kind, value), placeholder);
        _byPlaceholder.Add(placeholder, value);
        MaxLength = Math.Max(MaxLength, placeholder.Length);
        return placeholder;
    }

    public bool TryRestore(ReadOnlySpan<char> placeholder, [NotNullWhen(true)] out string? value) =>
        _byPlaceholder.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(placeholder, out value);

    /// <summary>Whether some placeholder begins with this.</summary>
    public bool HasPrefix(ReadOnlySpan<char> text)
    {
        foreach (var placeholder in _byPlaceholder.Keys)
        {
            if (placeholder.AsSpan().StartsWith(text))
            {
                return true;
            }
        }

        return false;
    }

    public override string ToString() => $"{Count} placeholders";
}
