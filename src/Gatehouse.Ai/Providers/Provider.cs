using Gatehouse.Ai.Canonical;
using Gatehouse.Core.Http;

namespace Gatehouse.Ai.Providers;

/// <summary>
/// One vendor's API: canonical requests into its words, its answers into canonical events. Knows no surface, holds no state of a request,
/// makes no connection. One instance per kind serves all.
/// </summary>
internal abstract class Provider
{
    public abstract ProviderKind Kind { get; }

    /// <summary>Who mints ids and signatures here.</summary>
    public abstract Dialect Dialect { get; }

    /// <summary>Shape of chat requests; a client's request of the same shape may pass through.</summary>
    public abstract WireFormat ChatFormat { get; }

    /// <summary>Shape of embeddings requests.</summary>
    public virtual WireFormat EmbeddingsFormat => WireFormat.None;

    /// <summary>
    /// Writes a chat request. Always asks for usage in streams where the vendor lets one choose. Throws <see cref="AiException"/> for what cannot be
    /// said at all, tells <paramref name="notes"/> what is left out.
    /// </summary>
    public abstract VendorRequest EncodeChat(ChatRequest request, VendorModel model, EncodeNotes notes);

    /// <summary>
    /// The client's own body for this vendor, with nothing but the model's name changed (and usage asked for); <paramref name="body"/> is of shape
    /// <see cref="ChatFormat"/> and has been decoded before, so that it is valid. Null = this request cannot pass through.
    /// </summary>
    public virtual VendorRequest? PassChat(ChatRequest request, ReadOnlyMemory<byte> body, VendorModel model) => null;

    /// <summary>A decoder for one streamed answer.</summary>
    public abstract ChatStreamDecoder CreateStreamDecoder(VendorModel model);

    /// <summary>Adds the events of an answer that came whole, from <see cref="AnswerStarted"/> to <see cref="AnswerEnded"/> or <see cref="AnswerFailed"/>.</summary>
    public abstract void DecodeChat(ReadOnlyMemory<byte> body, HeaderMap headers, VendorModel model, List<ChatEvent> events);

    /// <summary>What an answer other than 2xx means. Never repeats what may hold a credential.</summary>
    public abstract AiError DecodeError(int status, HeaderMap headers, ReadOnlyMemory<byte> body);

    /// <summary>What the vendor says is left of its limits; null = nothing.</summary>
    public virtual VendorLimits? ReadLimits(HeaderMap headers) => null;

    /// <summary>Asks the vendor how many input tokens a request has, without an answer being made; null = the vendor cannot be asked.</summary>
    public virtual VendorRequest? EncodeCountTokens(ChatRequest request, VendorModel model, EncodeNotes notes) => null;

    /// <summary>The count of such an answer; null = it is not one.</summary>
    public virtual long? DecodeCountTokens(ReadOnlyMemory<byte> body) => null;

    /// <summary>Writes an embeddings request; throws <see cref="AiException"/> (Unsupported) where the vendor has none.</summary>
    public virtual VendorRequest EncodeEmbeddings(EmbeddingsRequest request, VendorModel model, EncodeNotes notes)
        => throw new AiException(AiErrorKind.Unsupported, $"Provider '{model.Provider.Name}' has no embeddings.");

    /// <summary>Reads an embeddings answer; throws <see cref="AiException"/> (VendorFailed) when it is not one.</summary>
    public virtual EmbeddingsAnswer DecodeEmbeddings(ReadOnlyMemory<byte> body, HeaderMap headers, VendorModel model)
        => throw new AiException(AiErrorKind.VendorFailed, "Not an embeddings answer.");

    /// <summary>
    /// Adds credentials that are computed over the whole call (SigV4), right before it is sent. May wait for credentials to be fetched; comes
    /// back to the caller's loop.
    /// </summary>
    public virtual ValueTask<VendorRequest> AuthorizeAsync(VendorRequest request, VendorModel model, CancellationToken cancellationToken)
        => ValueTask.FromResult(request);

    /// <summary>A cheap call that shows whether the provider is there (list of models, version); null = none.</summary>
    public virtual VendorRequest? Probe(ProviderAddress provider) => null;
}
