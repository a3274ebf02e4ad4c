using System.Buffers;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.Ollama;

/// <summary><c>POST /api/chat</c></summary>
internal sealed class OllamaChatEndpoint(OllamaSurface surface) : ChatEndpoint
{
    /// <inheritdoc/>
    public override string Template => "/api/chat";

    /// <inheritdoc/>
    public override Surface Surface => surface;

    /// <inheritdoc/>
    public override string ContentType => "application/json; charset=utf-8";

    /// <inheritdoc/>
    public override string StreamContentType => "application/x-ndjson";

    /// <inheritdoc/>
    public override ChatRequest Decode(in ClientCall call) => ChatReader.Read(in call);

    /// <inheritdoc/>
    public override ChatAnswer? AnswerAtOnce(ChatRequest request) => LoadAnswer.Of(request);

    /// <inheritdoc/>
    public override AnswerStreamWriter CreateStreamWriter(ChatRequest request, AnswerContext context) => new LineWriter(context, request, isGenerate: false);

    /// <inheritdoc/>
    public override void WriteAnswer(ChatAnswer answer, ChatRequest request, AnswerContext context, IBufferWriter<byte> output)
        => WholeWriter.Write(answer, request, context, isGenerate: false, output);
}
