namespace Gatehouse.Core.Regexes;

/// <summary>POSIX character classes (<c>[:alpha:]</c>), ASCII only.</summary>
internal static class PosixClass
{
    /// <summary>The ranges of a class, as pairs of first and last character; null when there is no class of that name.</summary>
    public static string? RangesOf(ReadOnlySpan<char> name) => name switch
    {
        "alnum" => "09AZaz",
        "alpha" => "AZaz",
        "ascii" => "\0\x7f",
        "blank" => "\t\t  ",
        "cntrl" => "\0\x1f\x7f\x7f",
        "digit" => "09",
        "graph" => "!~",
        "lower" => "az",
        "print" => " ~",
        "punct" => "!/:@[`{~",
        "space" => "\t\r  ",
        "upper" => "AZ",
        "word" => "09AZaz__",
        "xdigit" => "09AFaf",
        _ => null,
    };
}
