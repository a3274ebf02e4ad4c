using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Core.Http;

namespace Gatehouse.Ai.Providers.OpenAi;

/// <summary>
/// OpenAI's chat completions and embeddings, at OpenAI, Azure, any endpoint that speaks the same, and the sandbox. The base URL is that of the
/// vendors' libraries, <c>/v1</c> included (Azure: the resource, or its <c>/openai/v1</c>).
/// </summary>
internal sealed class OpenAiProvider : Provider
{
    /// <summary>Serves one of the kinds that speak OpenAI's dialect; throws <see cref="ArgumentOutOfRangeException"/> for others.</summary>
    public OpenAiProvider(ProviderKind kind)
    {
        if (kind is not (ProviderKind.OpenAi or ProviderKind.AzureOpenAi or ProviderKind.OpenAiCompatible or ProviderKind.Sandbox))
        {
            throw new ArgumentOutOfRangeException(nameof(kind), kind, "Does not speak OpenAI's dialect.");
        }

        Kind = kind;
    }

    /// <inheritdoc/>
    public override ProviderKind Kind { get; }

    /// <inheritdoc/>
    public override Dialect Dialect => Dialect.OpenAi;

    /// <inheritdoc/>
    public override WireFormat ChatFormat => WireFormat.OpenAiChat;

    /// <inheritdoc/>
    public override WireFormat EmbeddingsFormat => WireFormat.OpenAiEmbeddings;

    /// <inheritdoc/>
    public override VendorRequest EncodeChat(ChatRequest request, VendorModel model, EncodeNotes notes)
        => OpenAiCall.Post(model, "/chat/completions", OpenAiRequestWriter.Write(request, model, notes), request.IsStream);

    /// <inheritdoc/>
    public override VendorRequest? PassChat(ChatRequest request, ReadOnlyMemory<byte> body, VendorModel model)
    {
        if (request.Format != WireFormat.OpenAiChat || (request.IsStream && request.WantsUsage && !model.Provider.TakesStreamOptions))
        {
            return null;
        }

        return OpenAiPassage.TryMake(body.Span, model.Id, request.IsStream && model.Provider.TakesStreamOptions) is { } passed
            ? OpenAiCall.Post(model, "/chat/completions", passed, request.IsStream)
            : null;
    }

    /// <inheritdoc/>
    public override ChatStreamDecoder CreateStreamDecoder(VendorModel model) => new OpenAiStreamDecoder(endsWithoutMark: Kind == ProviderKind.OpenAiCompatible);

    /// <inheritdoc/>
    public override void DecodeChat(ReadOnlyMemory<byte> body, HeaderMap headers, VendorModel model, List<ChatEvent> events)
    {
        var reader = new OpenAiAnswerReader();
        AiError error = new(AiErrorKind.VendorFailed, "The provider's answer is not understood.");
        try
        {
            reader.Read(body.Span, events);
        }
        catch (AiException e)
        {
            error = e.Error;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            events.Add(new AnswerFailed(error));
            return;
        }

        if (events.Count > 0 && events[^1] is AnswerFailed)
        {
            return;
        }

        // A whole answer is whole by its framing; some compatible endpoints do not say why it ended.
        if (!(reader.HasFinished || (Kind == ProviderKind.OpenAiCompatible && reader.HasChoices)))
        {
            events.Add(new AnswerFailed(error));
            return;
        }

        reader.Finish(events);
        events.Add(AnswerEnded.Instance);
    }

    /// <inheritdoc/>
    public override AiError DecodeError(int status, HeaderMap headers, ReadOnlyMemory<byte> body) => OpenAiErrorReader.Read(status, headers, body.Span);

    /// <inheritdoc/>
    public override VendorLimits? ReadLimits(HeaderMap headers) => OpenAiLimitHeaders.Read(headers);

    /// <inheritdoc/>
    public override VendorRequest EncodeEmbeddings(EmbeddingsRequest request, VendorModel model, EncodeNotes notes)
        => OpenAiCall.Post(model, "/embeddings", OpenAiEmbeddings.Write(request, model, notes), isStream: false);

    /// <inheritdoc/>
    public override EmbeddingsAnswer DecodeEmbeddings(ReadOnlyMemory<byte> body, HeaderMap headers, VendorModel model) => OpenAiEmbeddings.Read(body.Span);

    /// <inheritdoc/>
    public override VendorRequest? Probe(ProviderAddress provider) => OpenAiCall.Get(provider, "/models");
}
