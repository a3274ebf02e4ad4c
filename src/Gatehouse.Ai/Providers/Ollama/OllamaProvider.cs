using Gatehouse.Ai.Canonical;
using Gatehouse.Core.Http;

namespace Gatehouse.Ai.Providers.Ollama;

/// <summary>Ollama's native API: <c>/api/chat</c> and <c>/api/embed</c>.</summary>
internal sealed class OllamaProvider : Provider
{
    /// <inheritdoc/>
    public override ProviderKind Kind => ProviderKind.Ollama;

    /// <inheritdoc/>
    public override Dialect Dialect => Dialect.Ollama;

    /// <inheritdoc/>
    public override WireFormat ChatFormat => WireFormat.OllamaChat;

    /// <inheritdoc/>
    public override WireFormat EmbeddingsFormat => WireFormat.OllamaEmbed;

    /// <inheritdoc/>
    public override VendorRequest EncodeChat(ChatRequest request, VendorModel model, EncodeNotes notes)
        => Call("/api/chat", model, OllamaBody.Write(request, model, notes), request.IsStream);

    /// <inheritdoc/>
    public override VendorRequest? PassChat(ChatRequest request, ReadOnlyMemory<byte> body, VendorModel model)
        => ModelName.Swap(body, model.Id) is { } swapped ? Call("/api/chat", model, swapped, request.IsStream) : null;

    /// <inheritdoc/>
    public override ChatStreamDecoder CreateStreamDecoder(VendorModel model) => new OllamaStreamDecoder();

    /// <inheritdoc/>
    public override void DecodeChat(ReadOnlyMemory<byte> body, HeaderMap headers, VendorModel model, List<ChatEvent> events)
    {
        // The whole answer is the last line of a stream with everything in it.
        var lines = new OllamaLines();
        lines.Decode(body.Span, events);
        lines.Complete(events);
    }

    /// <inheritdoc/>
    public override AiError DecodeError(int status, HeaderMap headers, ReadOnlyMemory<byte> body) => OllamaErrors.Read(status, headers, body);

    /// <inheritdoc/>
    public override VendorRequest EncodeEmbeddings(EmbeddingsRequest request, VendorModel model, EncodeNotes notes)
        => Call("/api/embed", model, OllamaEmbeddings.Write(request, model, notes), isStream: false);

    /// <inheritdoc/>
    public override EmbeddingsAnswer DecodeEmbeddings(ReadOnlyMemory<byte> body, HeaderMap headers, VendorModel model) => OllamaEmbeddings.Read(body);

    /// <inheritdoc/>
    public override VendorRequest? Probe(ProviderAddress provider)
        => new() { Method = "GET", Target = "/api/version", Headers = Headers(provider, hasBody: false) };

    private static VendorRequest Call(string target, VendorModel model, ReadOnlyMemory<byte> body, bool isStream)
        => new() { Method = "POST", Target = target, Headers = Headers(model.Provider, hasBody: true), Body = body, IsStream = isStream };

    private static List<KeyValuePair<string, string>> Headers(ProviderAddress provider, bool hasBody)
    {
        var headers = new List<KeyValuePair<string, string>>(4);
        if (hasBody)
        {
            headers.Add(new("content-type", "application/json"));
        }

        if (provider.ApiKey is { } key)
        {
            headers.Add(new("authorization", $"Bearer {key}"));
        }

        headers.AddRange(provider.Headers);
        return headers;
    }
}
