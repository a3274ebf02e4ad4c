using System.Buffers;
using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Providers.Bedrock.Credentials;
using Gatehouse.Core.Http;
using Gatehouse.Protocols.Aws.EventStream;

namespace Gatehouse.Ai.Providers.Bedrock;

/// <summary>
/// Amazon Bedrock's runtime (service model 2023-09-30): Converse for all models; where a model is configured so, InvokeModel with Claude's own
/// body; InvokeModel for embeddings. Called with a Bedrock API key as bearer, or signed with a key pair or the AWS SDK's default chain.
/// </summary>
/// <param name="time">Now, for signatures.</param>
/// <param name="chain">Credentials where none are configured; null = the AWS SDK's default chain.</param>
/// <param name="anthropic">The provider that knows Claude's own body; null = InvokeModel is for embeddings only.</param>
internal sealed class BedrockProvider(TimeProvider time, IAwsCredentialChain? chain = null, Provider? anthropic = null) : Provider
{
    private const string Json = "application/json";

    private readonly BedrockSigner _signer = new(new AwsCredentialCache(chain ?? new SdkCredentialChain(), time), time);
    private readonly InvokeCodec? _invoke = anthropic is null ? null : new InvokeCodec(anthropic);

    /// <inheritdoc/>
    public override ProviderKind Kind => ProviderKind.Bedrock;

    /// <inheritdoc/>
    public override Dialect Dialect => Dialect.Bedrock;

    /// <inheritdoc/>
    public override WireFormat ChatFormat => WireFormat.BedrockConverse;

    /// <inheritdoc/>
    public override VendorRequest EncodeChat(ChatRequest request, VendorModel model, EncodeNotes notes)
        => model.UsesInvoke
            ? Call(model, request.IsStream ? "invoke-with-response-stream" : "invoke", InvokeOf(model).Encode(request, model, notes), request.IsStream)
            : Call(model, request.IsStream ? "converse-stream" : "converse", ConverseEncoder.Encode(request, model, notes), request.IsStream);

    /// <inheritdoc/>
    public override VendorRequest? PassChat(ChatRequest request, ReadOnlyMemory<byte> body, VendorModel model)
    {
        // The body has no model in it. A proof that another vendor minted has a mark in it that only we understand.
        bool isForeign = request.Messages.SelectMany(static m => m.Parts).OfType<ReasoningPart>().Any(static r => r.Origin != Dialect.Bedrock);
        return model.UsesInvoke || isForeign || request.Format != WireFormat.BedrockConverse
            ? null
            : Call(model, request.IsStream ? "converse-stream" : "converse", body, request.IsStream);
    }

    /// <inheritdoc/>
    public override ChatStreamDecoder CreateStreamDecoder(VendorModel model)
        => model.UsesInvoke ? InvokeOf(model).CreateStreamDecoder(model) : new ConverseStreamDecoder();

    /// <inheritdoc/>
    public override void DecodeChat(ReadOnlyMemory<byte> body, HeaderMap headers, VendorModel model, List<ChatEvent> events)
    {
        if (model.UsesInvoke)
        {
            InvokeOf(model).Decode(body, headers, model, events);
        }
        else
        {
            ConverseAnswer.Decode(body, events);
        }
    }

    /// <inheritdoc/>
    public override AiError DecodeError(int status, HeaderMap headers, ReadOnlyMemory<byte> body) => BedrockErrors.OfAnswer(status, headers, body);

    /// <inheritdoc/>
    public override VendorRequest EncodeEmbeddings(EmbeddingsRequest request, VendorModel model, EncodeNotes notes)
        => Call(model, "invoke", BedrockEmbeddings.Encode(request, model, notes), isStream: false);

    /// <inheritdoc/>
    public override EmbeddingsAnswer DecodeEmbeddings(ReadOnlyMemory<byte> body, HeaderMap headers, VendorModel model) => BedrockEmbeddings.Decode(body, headers);

    /// <inheritdoc/>
    public override VendorRequest? EncodeCountTokens(ChatRequest request, VendorModel model, EncodeNotes notes)
        => ModelFamilies.Of(model.Id) == ModelFamily.Claude && !model.UsesInvoke
            ? Call(model, "count-tokens", CountBody(ConverseEncoder.Encode(request, model, notes)), isStream: false)
            : null;

    /// <inheritdoc/>
    public override long? DecodeCountTokens(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var answer = JsonDocument.Parse(body);
            return answer.RootElement.TryGetProperty("inputTokens", out var count) && count.TryGetInt64(out long tokens) ? tokens : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public override ValueTask<VendorRequest> AuthorizeAsync(VendorRequest request, VendorModel model, CancellationToken cancellationToken)
        => model.Provider.ApiKey is null ? _signer.AuthorizeAsync(request, model.Provider, cancellationToken) : ValueTask.FromResult(request);

    private static VendorRequest Call(VendorModel model, string operation, ReadOnlyMemory<byte> body, bool isStream)
    {
        List<KeyValuePair<string, string>> headers = [new("content-type", Json), new("accept", isStream ? EventStreamEncoder.MediaType : Json)];
        if (model.Provider.ApiKey is { } key)
        {
            headers.Add(new("authorization", $"Bearer {key}"));
        }

        headers.AddRange(model.Provider.Headers);
        return new()
        {
            Method = "POST",
            Target = $"/model/{Uri.EscapeDataString(model.Id)}/{operation}",
            Headers = headers,
            Body = body,
            IsStream = isStream,
        };
    }

    // CountTokens takes less of the same form.
    private static ReadOnlyMemory<byte> CountBody(ReadOnlyMemory<byte> converse)
    {
        using var body = JsonDocument.Parse(converse, ConverseEncoder.Deep);
        var output = new ArrayBufferWriter<byte>(converse.Length + 64);
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteStartObject("input");
            json.WriteStartObject("converse");
            foreach (var member in body.RootElement.EnumerateObject())
            {
                if (member.Name is "messages" or "system" or "toolConfig" or "additionalModelRequestFields")
                {
                    member.WriteTo(json);
                }
            }

            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return output.WrittenMemory;
    }

    private InvokeCodec InvokeOf(VendorModel model)
        => _invoke is { } invoke && ModelFamilies.Of(model.Id) is ModelFamily.Claude or ModelFamily.Unknown
            ? invoke
            : throw new AiException(AiErrorKind.Unsupported, "InvokeModel is only used for Claude; this model is called by Converse.");
}
