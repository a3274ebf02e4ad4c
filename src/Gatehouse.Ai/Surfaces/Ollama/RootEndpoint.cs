using System.Buffers;

namespace Gatehouse.Ai.Surfaces.Ollama;

/// <summary><c>GET</c> or <c>HEAD /</c>: the words by which clients know that a server is there.</summary>
internal sealed class RootEndpoint(OllamaSurface surface, string method) : CatalogEndpoint
{
    /// <inheritdoc/>
    public override string Method => method;

    /// <inheritdoc/>
    public override string Template => "/";

    /// <inheritdoc/>
    public override Surface Surface => surface;

    /// <inheritdoc/>
    public override string ContentType => "text/plain; charset=utf-8";

    /// <inheritdoc/>
    public override void Write(in ClientCall call, ModelCatalog catalog, IBufferWriter<byte> output) => output.Write("Ollama is running"u8);
}
