namespace Gatehouse.Net.Http1;

/// <summary>What <see cref="Http1LineFinder"/> found.</summary>
internal enum Http1LineResult
{
    Line,
    NeedMore,
    TooLong,
    BareLineFeed,
}
