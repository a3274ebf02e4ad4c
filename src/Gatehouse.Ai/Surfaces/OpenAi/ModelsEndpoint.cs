using System.Buffers;
using System.Text.Json;
using Gatehouse.Core.Http;

namespace Gatehouse.Ai.Surfaces.OpenAi;

/// <summary><c>GET /v1/models</c>.</summary>
internal sealed class ModelsEndpoint(OpenAiSurface surface, string template) : CatalogEndpoint
{
    private static readonly HeaderName AnthropicVersion = new("anthropic-version");

    /// <inheritdoc/>
    public override string Template => template;

    /// <inheritdoc/>
    public override Surface Surface => surface;

    /// <summary>Whether a call for models speaks OpenAI's dialect: Anthropic's libraries always name a version.</summary>
    public static bool IsOpenAi(in ClientCall call) => !call.Headers.Contains(AnthropicVersion);

    /// <summary>The object of one model.</summary>
    public static void Write(Utf8JsonWriter json, ModelCard card)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, card.Name);
        json.WriteString("object"u8, "model"u8);
        json.WriteNumber("created"u8, card.Created.ToUnixTimeSeconds());
        json.WriteString("owned_by"u8, card.Providers.Count > 0 ? card.Providers[0] : "gatehouse");
        json.WriteEndObject();
    }

    /// <inheritdoc/>
    public override bool Accepts(in ClientCall call) => IsOpenAi(call);

    /// <inheritdoc/>
    public override void Write(in ClientCall call, ModelCatalog catalog, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, OpenAiSurface.WriterOptions);
        json.WriteStartObject();
        json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        foreach (var card in catalog.Models)
        {
            Write(json, card);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
