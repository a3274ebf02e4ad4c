using System.Buffers;
using Gatehouse.Ai.Canonical;
using Gatehouse.Core.Http;

namespace Gatehouse.Ai.Surfaces;

/// <summary>Writes one answer as a stream in a client's dialect. Belongs to one request.</summary>
internal abstract class AnswerStreamWriter
{
    /// <summary>
    /// Writes what the event means here; nothing for events that the dialect has no place for. Usage is the merged one so far, final when
    /// <see cref="AnswerEnded"/> comes. <see cref="AnswerFailed"/> becomes the dialect's error event, and the stream is over.
    /// </summary>
    public abstract void Write(ChatEvent step, in TokenUsage usage, IBufferWriter<byte> output);

    /// <summary>Writes what keeps an idle connection alive without meaning anything (an SSE comment); nothing where there is no such thing.</summary>
    public virtual void WriteKeepAlive(IBufferWriter<byte> output)
    {
    }

    /// <summary>
    /// Header fields of the answer beside the content type, asked once before the first byte.
    /// </summary>
    public virtual void AddHeaders(HeaderMap headers)
    {
    }
}
