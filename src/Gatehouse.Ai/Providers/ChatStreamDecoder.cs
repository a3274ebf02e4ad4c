using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Streaming;

namespace Gatehouse.Ai.Providers;

/// <summary>Reads one streamed answer of a vendor. Belongs to one attempt.</summary>
internal abstract class ChatStreamDecoder
{
    /// <summary>Cuts the stream into frames.</summary>
    public abstract IFrameReader Frames { get; }

    /// <summary>
    /// Adds what a frame says to <paramref name="events"/>. Unknown events are ignored, as vendors demand; a frame that is not understood
    /// becomes <see cref="AnswerFailed"/>.
    /// </summary>
    public abstract void Decode(ReadOnlySpan<byte> frame, List<ChatEvent> events);

    /// <summary>
    /// Whether the frame that was decoded last is meant for the client, where bytes pass through: false for what came only because the gateway asked
    /// for it (usage that this client does not want).
    /// </summary>
    public virtual bool IsForClient(ChatRequest request) => true;

    /// <summary>
    /// The stream is over. Adds <see cref="AnswerFailed"/> unless the vendor's terminator came, <see cref="AnswerEnded"/> where that is what ends it.
    /// </summary>
    public abstract void Complete(List<ChatEvent> events);
}
