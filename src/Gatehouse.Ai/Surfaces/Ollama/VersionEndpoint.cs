using System.Buffers;
using System.Text.Json;

namespace Gatehouse.Ai.Surfaces.Ollama;

/// <summary><c>GET</c> or <c>HEAD /api/version</c>.</summary>
internal sealed class VersionEndpoint(OllamaSurface surface, string method) : CatalogEndpoint
{
    /// <summary>The version of Ollama whose API this is: clients ask for it to see what they may send. The gateway's own stands beside it.</summary>
    public const string ApiVersion = "0.13.0";

    /// <inheritdoc/>
    public override string Method => method;

    /// <inheritdoc/>
    public override string Template => "/api/version";

    /// <inheritdoc/>
    public override Surface Surface => surface;

    /// <inheritdoc/>
    public override void Write(in ClientCall call, ModelCatalog catalog, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, OllamaJson.Options);
        json.WriteStartObject();
        json.WriteString("version"u8, ApiVersion);
        json.WriteString("gatehouse"u8, catalog.Version);
        json.WriteEndObject();
    }
}
