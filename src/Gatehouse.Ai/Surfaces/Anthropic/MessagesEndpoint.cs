using System.Buffers;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.Anthropic;

/// <summary><c>POST /v1/messages</c></summary>
internal sealed class MessagesEndpoint(AnthropicSurface surface) : ChatEndpoint
{
    /// <inheritdoc/>
    public override string Template => "/v1/messages";

    /// <inheritdoc/>
    public override Surface Surface => surface;

    /// <inheritdoc/>
    public override string StreamContentType => "text/event-stream; charset=utf-8";

    /// <inheritdoc/>
    public override ChatRequest Decode(in ClientCall call) => MessagesReader.Read(in call, needsMaxTokens: true);

    /// <inheritdoc/>
    public override AnswerStreamWriter CreateStreamWriter(ChatRequest request, AnswerContext context) => new MessagesStreamWriter(context);

    /// <inheritdoc/>
    public override void WriteAnswer(ChatAnswer answer, ChatRequest request, AnswerContext context, IBufferWriter<byte> output)
        => MessagesAnswerWriter.Write(answer, context, output);
}
