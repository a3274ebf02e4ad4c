using System.Buffers;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.Anthropic;

/// <summary><c>POST /v1/messages/count_tokens</c>: the body of a message without <c>max_tokens</c>, answered with <c>{"input_tokens"}</c>.</summary>
internal sealed class CountMessageTokensEndpoint(AnthropicSurface surface) : CountTokensEndpoint
{
    /// <inheritdoc/>
    public override string Template => "/v1/messages/count_tokens";

    /// <inheritdoc/>
    public override Surface Surface => surface;

    /// <inheritdoc/>
    public override ChatRequest Decode(in ClientCall call) => MessagesReader.Read(in call, needsMaxTokens: false);

    /// <inheritdoc/>
    public override void WriteAnswer(long inputTokens, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, AnthropicJson.Options);
        json.WriteStartObject();
        json.WriteNumber("input_tokens"u8, inputTokens);
        json.WriteEndObject();
    }
}
