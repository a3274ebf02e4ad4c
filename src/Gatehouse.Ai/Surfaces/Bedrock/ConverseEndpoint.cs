using System.Buffers;
using Gatehouse.Ai.Canonical;
using Gatehouse.Protocols.Aws.EventStream;

namespace Gatehouse.Ai.Surfaces.Bedrock;

/// <summary><c>POST /model/{id}/converse</c> and <c>/converse-stream</c>.</summary>
internal sealed class ConverseEndpoint(BedrockSurface surface, bool isStream) : ChatEndpoint
{
    /// <inheritdoc/>
    public override string Template => isStream ? "/model/{id}/converse-stream" : "/model/{id}/converse";

    /// <inheritdoc/>
    public override Surface Surface => surface;

    /// <inheritdoc/>
    public override string StreamContentType => EventStreamEncoder.MediaType;

    /// <inheritdoc/>
    public override ChatRequest Decode(in ClientCall call) => ConverseRequestReader.Read(call, isStream);

    /// <inheritdoc/>
    public override AnswerStreamWriter CreateStreamWriter(ChatRequest request, AnswerContext context) => new ConverseStreamWriter(request, context);

    /// <inheritdoc/>
    public override void WriteAnswer(ChatAnswer answer, ChatRequest request, AnswerContext context, IBufferWriter<byte> output)
        => ConverseAnswerWriter.Write(answer, request, context, output);
}
