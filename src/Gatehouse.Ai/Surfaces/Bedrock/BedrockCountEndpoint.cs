using System.Buffers;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.Bedrock;

/// <summary><c>POST /model/{id}/count-tokens</c>, of a Converse request.</summary>
internal sealed class BedrockCountEndpoint(BedrockSurface surface) : CountTokensEndpoint
{
    /// <inheritdoc/>
    public override string Template => "/model/{id}/count-tokens";

    /// <inheritdoc/>
    public override Surface Surface => surface;

    /// <inheritdoc/>
    public override ChatRequest Decode(in ClientCall call)
    {
        var body = new ConverseField(JsonBody.Parse(call.Body.Span), "", []);
        return body.Members() is [("input", var input)] && input.Union() is ("converse", var converse) && call.PathValues is [{ Length: > 0 } model, ..]
            ? ConverseRequestReader.Read(converse.Value, model, isStream: false)
            : throw new AiException(AiErrorKind.InvalidRequest, "'input' must be an object with converse; bodies of InvokeModel are not counted.", "input");
    }

    /// <inheritdoc/>
    public override void WriteAnswer(long inputTokens, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteNumber("inputTokens", inputTokens);
        json.WriteEndObject();
    }
}
