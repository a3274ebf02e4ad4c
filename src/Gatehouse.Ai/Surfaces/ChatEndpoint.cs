using System.Buffers;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces;

/// <summary>An endpoint that asks a model for an answer.</summary>
internal abstract class ChatEndpoint : Endpoint
{
    /// <inheritdoc/>
    public override string Method => "POST";

    /// <summary>Content type of an answer that is sent whole.</summary>
    public virtual string ContentType => "application/json";

    /// <summary>Content type of a stream.</summary>
    public abstract string StreamContentType { get; }

    /// <summary>Reads a request, strictly; throws <see cref="AiException"/> that names field, value and remedy.</summary>
    public abstract ChatRequest Decode(in ClientCall call);

    /// <summary>
    /// The answer where no model need be asked (Ollama's "load the model": a request without content); null = ask. It is written like any other,
    /// replayed as a stream where the request asks for one.
    /// </summary>
    public virtual ChatAnswer? AnswerAtOnce(ChatRequest request) => null;

    /// <summary>A writer for one streamed answer.</summary>
    public abstract AnswerStreamWriter CreateStreamWriter(ChatRequest request, AnswerContext context);

    /// <summary>Writes an answer as a whole.</summary>
    public abstract void WriteAnswer(ChatAnswer answer, ChatRequest request, AnswerContext context, IBufferWriter<byte> output);
}
