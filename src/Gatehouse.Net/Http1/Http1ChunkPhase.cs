namespace Gatehouse.Net.Http1;

/// <summary>What comes next in a chunked body.</summary>
internal enum Http1ChunkPhase : byte
{
    /// <summary>Framing: size lines and the CRLF behind data.</summary>
    Framing,

    /// <summary>Bytes of the body.</summary>
    Data,

    /// <summary>The last chunk was seen: trailer fields up to an empty line.</summary>
    Trailers,
}
