using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Surfaces.OpenAi.Chat;
using Gatehouse.Ai.Surfaces.OpenAi.Completions;
using Gatehouse.Ai.Surfaces.OpenAi.Responses;
using Gatehouse.Core.Http;

namespace Gatehouse.Ai.Surfaces.OpenAi;

/// <summary>
/// OpenAI's dialect: chat completions, responses without state, legacy completions, embeddings and models, with and without <c>/v1</c>, and Azure's paths with the
/// deployment in them. Of endpoints that match, the one with the longest template is meant.
/// </summary>
internal sealed class OpenAiSurface : Surface
{
    /// <summary>Nothing is escaped that JSON lets stand.</summary>
    internal static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 256 };

    public OpenAiSurface()
    {
        Endpoints =
        [
            new ChatCompletionsEndpoint(this, "/openai/deployments/{id}/chat/completions"),
            new OpenAiEmbeddingsEndpoint(this, "/openai/deployments/{id}/embeddings"),
            new ChatCompletionsEndpoint(this, "/v1/chat/completions"),
            new ModelEndpoint(this, "/v1/models/{id}"),
            new CompletionsEndpoint(this, "/v1/completions"),
            new ResponsesEndpoint(this, "/v1/responses"),
            new OpenAiEmbeddingsEndpoint(this, "/v1/embeddings"),
            new ModelsEndpoint(this, "/v1/models"),
            new ChatCompletionsEndpoint(this, "/chat/completions"),
            new ModelEndpoint(this, "/models/{id}"),
            new CompletionsEndpoint(this, "/completions"),
            new ResponsesEndpoint(this, "/responses"),
            new OpenAiEmbeddingsEndpoint(this, "/embeddings"),
            new ModelsEndpoint(this, "/models"),
        ];
    }

    /// <inheritdoc/>
    public override Dialect Dialect => Dialect.OpenAi;

    /// <inheritdoc/>
    public override string Name => "openai";

    /// <inheritdoc/>
    public override HeaderName? RequestIdField => OpenAiErrors.RequestId;

    /// <inheritdoc/>
    public override IReadOnlyList<Endpoint> Endpoints { get; }

    /// <inheritdoc/>
    public override int WriteError(AiError error, string requestId, HeaderMap headers, IBufferWriter<byte> output)
        => OpenAiErrors.Write(error, requestId, headers, output);
}
