using System.Buffers;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces;

/// <summary>An endpoint that tells about models or the gateway itself and asks nobody.</summary>
internal abstract class CatalogEndpoint : Endpoint
{
    /// <inheritdoc/>
    public override string Method => "GET";

    /// <summary>Whether this endpoint answers rather than another with the same path (OpenAI's and Anthropic's <c>/v1/models</c>): by header fields.</summary>
    public virtual bool Accepts(in ClientCall call) => true;

    /// <summary>Content type of the answer.</summary>
    public virtual string ContentType => "application/json";

    /// <summary>Writes the answer about models the client may use; throws <see cref="AiException"/> (ModelNotFound).</summary>
    public abstract void Write(in ClientCall call, ModelCatalog catalog, IBufferWriter<byte> output);
}
