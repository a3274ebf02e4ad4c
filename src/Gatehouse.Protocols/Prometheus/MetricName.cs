using System.Buffers;

namespace Gatehouse.Protocols.Prometheus;

/// <summary>Names as the data model allows them.</summary>
internal static class MetricName
{
    private static readonly SearchValues<char> Characters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_:");

    /// <summary><c>[a-zA-Z_:][a-zA-Z0-9_:]*</c>.</summary>
    public static bool IsValid(ReadOnlySpan<char> name)
        => !name.IsEmpty && !char.IsAsciiDigit(name[0]) && !name.ContainsAnyExcept(Characters);

    /// <summary><c>[a-zA-Z_][a-zA-Z0-9_]*</c>, not starting with two underscores and not <c>le</c>, which histograms use.</summary>
    public static bool IsValidLabel(ReadOnlySpan<char> name)
        => IsValid(name) && !name.Contains(':') && !name.StartsWith("__") && !name.SequenceEqual("le");
}
