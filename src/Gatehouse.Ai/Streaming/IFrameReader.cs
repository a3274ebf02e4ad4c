namespace Gatehouse.Ai.Streaming;

/// <summary>Cuts a vendor's byte stream into frames, whatever pieces it arrives in. Frames are raw: passed through as they are.</summary>
internal interface IFrameReader
{
    /// <summary>Bytes that are held because their frame is not complete.</summary>
    int Pending { get; }

    /// <summary>Takes a piece of the stream. Throws <see cref="Canonical.AiException"/> when a frame exceeds its bound.</summary>
    void Append(ReadOnlySpan<byte> piece);

    /// <summary>The next whole frame with its delimiter; valid until the next call of either method.</summary>
    bool TryRead(out ReadOnlySpan<byte> frame);

    /// <summary>Says that the stream is over: a last frame without delimiter becomes readable where the format allows that.</summary>
    void End();
}
