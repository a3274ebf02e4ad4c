namespace Gatehouse.Protocols.Aws.EventStream;

/// <summary>Why octets are no event stream. A stream cannot be read on behind any of these.</summary>
public enum EventStreamError
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>The checksum of the two lengths is wrong.</summary>
    PreludeChecksum,

    /// <summary>The checksum of the frame is wrong.</summary>
    MessageChecksum,

    /// <summary>More octets of headers than allowed, or than the frame has.</summary>
    HeadersLength,

    /// <summary>More octets of payload than allowed, or a frame shorter than what every frame has.</summary>
    PayloadLength,

    /// <summary>A name of no octets, or one that goes over the end of the headers or is not UTF-8.</summary>
    HeaderName,

    /// <summary>A type nobody knows.</summary>
    HeaderType,

    /// <summary>A value that goes over the end of the headers, is longer than 32,767 octets, or a text that is not UTF-8.</summary>
    HeaderValue,

    /// <summary>More headers than allowed.</summary>
    TooManyHeaders,

    /// <summary>A name twice in one frame.</summary>
    DuplicateHeader,

    /// <summary>The stream ended inside a frame.</summary>
    Truncated,
}
