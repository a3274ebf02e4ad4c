namespace Gatehouse.Net.Http1;

/// <summary>
/// Finds the end of the line at the start of the unread bytes. Remembers how far it looked, so that a line that drips in byte
/// by byte costs linear time. The verdict depends on the bytes alone, never on how they were split.
/// </summary>
internal struct Http1LineFinder
{
    private int _scanned;

    /// <summary>
    /// Looks for CRLF within the first <paramref name="limit"/> bytes. <paramref name="length"/> is the line without its CRLF.
    /// </summary>
    public Http1LineResult Find(ReadOnlySpan<byte> unread, int limit, out int length)
    {
        length = 0;
        int window = Math.Min(unread.Length, limit);
        int feed = unread[_scanned..window].IndexOf((byte)'\n');
        if (feed < 0)
        {
            _scanned = window;
            return unread.Length >= limit ? Http1LineResult.TooLong : Http1LineResult.NeedMore;
        }

        feed += _scanned;
        _scanned = 0;
        if (feed == 0 || unread[feed - 1] != '\r')
        {
            return Http1LineResult.BareLineFeed;
        }

        length = feed - 1;
        return Http1LineResult.Line;
    }

    /// <summary>Starts over for another message.</summary>
    public void Reset() => _scanned = 0;
}
