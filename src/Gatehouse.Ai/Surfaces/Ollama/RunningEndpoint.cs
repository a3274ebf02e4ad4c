using System.Buffers;

namespace Gatehouse.Ai.Surfaces.Ollama;

/// <summary><c>GET /api/ps</c>: models in memory. A gateway holds none.</summary>
internal sealed class RunningEndpoint(OllamaSurface surface) : CatalogEndpoint
{
    /// <inheritdoc/>
    public override string Template => "/api/ps";

    /// <inheritdoc/>
    public override Surface Surface => surface;

    /// <inheritdoc/>
    public override void Write(in ClientCall call, ModelCatalog catalog, IBufferWriter<byte> output) => output.Write("{\"models\":[]}"u8);
}
