using System.Buffers;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.OpenAi.Chat;

/// <summary><c>POST /v1/chat/completions</c>.</summary>
internal sealed class ChatCompletionsEndpoint(OpenAiSurface surface, string template) : ChatEndpoint
{
    /// <inheritdoc/>
    public override string Template => template;

    /// <inheritdoc/>
    public override Surface Surface => surface;

    /// <inheritdoc/>
    public override string StreamContentType => "text/event-stream";

    /// <inheritdoc/>
    public override ChatRequest Decode(in ClientCall call)
        => ChatRequestReader.Read(JsonBody.Parse(call.Body.Span), call.PathValues is [var deployment] ? deployment : null);

    /// <inheritdoc/>
    public override AnswerStreamWriter CreateStreamWriter(ChatRequest request, AnswerContext context) => new ChatChunkWriter(request, context);

    /// <inheritdoc/>
    public override void WriteAnswer(ChatAnswer answer, ChatRequest request, AnswerContext context, IBufferWriter<byte> output)
        => ChatAnswerWriter.Write(answer, context, output);
}
