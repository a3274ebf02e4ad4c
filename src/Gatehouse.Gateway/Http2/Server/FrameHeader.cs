namespace Gatehouse.Gateway.Http2.Server;

/// <summary>The nine bytes in front of a frame (RFC 9113 §4.1), without the stream identifier.</summary>
internal readonly record struct FrameHeader(int Length, FrameType Type, byte Flags)
{
    public const int Size = 9;

    private const byte EndHeadersFlag = 0x4;
    private const byte EndStreamFlag = 0x1;

    public bool EndHeaders => (Flags & EndHeadersFlag) != 0;

    public bool EndStream => (Flags & EndStreamFlag) != 0;
}
