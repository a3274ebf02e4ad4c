using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Core.Http;

namespace Gatehouse.Ai.Providers.Anthropic;

/// <summary>Anthropic's Messages API.</summary>
internal sealed class AnthropicProvider : Provider
{
    /// <summary>The version of the API that everything here is written for.</summary>
    public const string ApiVersion = "2023-06-01";

    /// <inheritdoc/>
    public override ProviderKind Kind => ProviderKind.Anthropic;

    /// <inheritdoc/>
    public override Dialect Dialect => Dialect.Anthropic;

    /// <inheritdoc/>
    public override WireFormat ChatFormat => WireFormat.AnthropicMessages;

    /// <inheritdoc/>
    public override VendorRequest EncodeChat(ChatRequest request, VendorModel model, EncodeNotes notes)
        => Call("/v1/messages", request, model, AnthropicBody.Write(request, model, notes, AnthropicBodyShape.Messages), request.IsStream);

    /// <inheritdoc/>
    public override VendorRequest? PassChat(ChatRequest request, ReadOnlyMemory<byte> body, VendorModel model)
        => CanPass(request, body.Span) && ModelName.Swap(body, model.Id) is { } swapped ? Call("/v1/messages", request, model, swapped, request.IsStream) : null;

    /// <inheritdoc/>
    public override ChatStreamDecoder CreateStreamDecoder(VendorModel model) => new AnthropicStreamDecoder();

    /// <inheritdoc/>
    public override void DecodeChat(ReadOnlyMemory<byte> body, HeaderMap headers, VendorModel model, List<ChatEvent> events)
        => AnthropicAnswer.Read(body, Dialect.Anthropic, events);

    /// <inheritdoc/>
    public override AiError DecodeError(int status, HeaderMap headers, ReadOnlyMemory<byte> body) => AnthropicErrors.Read(status, headers, body);

    /// <inheritdoc/>
    public override VendorLimits? ReadLimits(HeaderMap headers) => AnthropicLimits.Read(headers);

    /// <inheritdoc/>
    public override VendorRequest? EncodeCountTokens(ChatRequest request, VendorModel model, EncodeNotes notes)
        => Call("/v1/messages/count_tokens", request, model, AnthropicBody.Write(request, model, notes, AnthropicBodyShape.CountTokens), isStream: false);

    /// <inheritdoc/>
    public override long? DecodeCountTokens(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("input_tokens"u8, out var count)
                && count.ValueKind == JsonValueKind.Number
                && count.TryGetInt64(out long tokens) && tokens >= 0
                    ? tokens
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public override VendorRequest? Probe(ProviderAddress provider)
        => new() { Method = "GET", Target = "/v1/models?limit=1", Headers = Headers(provider, [], hasBody: false) };

    /// <summary>A body passes unless it holds proofs of thought that another vendor minted or that carry our mark.</summary>
    private static bool CanPass(ChatRequest request, ReadOnlySpan<byte> body)
        => body.IndexOf("ghs1."u8) < 0
            && request.Messages.All(m => m.Parts.All(p => p is not ReasoningPart { Origin: { } origin } || origin == Dialect.Anthropic));

    private static VendorRequest Call(string target, ChatRequest request, VendorModel model, ReadOnlyMemory<byte> body, bool isStream) => new()
    {
        Method = "POST",
        Target = target,
        Headers = Headers(model.Provider, request.Betas, hasBody: true),
        Body = body,
        IsStream = isStream,
    };

    private static List<KeyValuePair<string, string>> Headers(ProviderAddress provider, IReadOnlyList<string> betas, bool hasBody)
    {
        var headers = new List<KeyValuePair<string, string>>(6) { new("anthropic-version", provider.ApiVersion ?? ApiVersion) };
        if (hasBody)
        {
            headers.Add(new("content-type", "application/json"));
        }

        if (provider.ApiKey is { } key)
        {
            // OAuth tokens go as Bearer, API keys do not.
            headers.Add(key.StartsWith("sk-ant-oat", StringComparison.Ordinal) ? new("authorization", $"Bearer {key}") : new("x-api-key", key));
        }

        if (betas.Count > 0)
        {
            headers.Add(new("anthropic-beta", string.Join(',', betas)));
        }

        headers.AddRange(provider.Headers);
        return headers;
    }
}
