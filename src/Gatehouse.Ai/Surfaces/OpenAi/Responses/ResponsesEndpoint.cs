using System.Buffers;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.OpenAi.Responses;

/// <summary>
/// <c>POST /v1/responses</c> without state: the client sends the whole conversation with every request. What needs an answer to be kept
/// (previous_response_id, conversation, background, stored prompts, references to items) is refused; store is taken and answered with false.
/// </summary>
internal sealed class ResponsesEndpoint(OpenAiSurface surface, string template) : ChatEndpoint
{
    /// <inheritdoc/>
    public override string Template => template;

    /// <inheritdoc/>
    public override Surface Surface => surface;

    /// <inheritdoc/>
    public override string StreamContentType => "text/event-stream";

    /// <inheritdoc/>
    public override ChatRequest Decode(in ClientCall call) => ResponsesRequestReader.Read(JsonBody.Parse(call.Body.Span));

    /// <inheritdoc/>
    public override AnswerStreamWriter CreateStreamWriter(ChatRequest request, AnswerContext context)
        => new ResponsesStreamWriter(new ResponseObject(request, context));

    /// <inheritdoc/>
    public override void WriteAnswer(ChatAnswer answer, ChatRequest request, AnswerContext context, IBufferWriter<byte> output)
        => new ResponseObject(request, context).Write(answer, output);
}
