using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.Anthropic;

/// <summary><c>GET /v1/models</c> in pages: <c>limit</c> 1–1000 (default 20), <c>after_id</c> or <c>before_id</c>.</summary>
internal sealed class ModelsEndpoint(AnthropicSurface surface) : CatalogEndpoint
{
    private const int DefaultLimit = 20;

    /// <inheritdoc/>
    public override string Template => "/v1/models";

    /// <inheritdoc/>
    public override Surface Surface => surface;

    /// <inheritdoc/>
    public override bool Accepts(in ClientCall call) => AnthropicHeaders.AreIn(call.Headers);

    /// <inheritdoc/>
    public override void Write(in ClientCall call, ModelCatalog catalog, IBufferWriter<byte> output)
    {
        var models = catalog.Models.Where(m => !m.IsEmbedding).ToList();
        int limit = DefaultLimit;
        int from = 0;
        int? until = null;
        foreach (string pair in Encoding.UTF8.GetString(call.Query).Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = pair.Split('=', 2) is [var left, var right] ? (left, Uri.UnescapeDataString(right.Replace('+', ' '))) : (pair, "");
            switch (name)
            {
                case "limit":
                    limit = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int asked) && asked is >= 1 and <= 1000
                        ? asked
                        : throw new AiException(AiErrorKind.InvalidRequest, "limit: must be a whole number from 1 to 1000.", "limit");
                    break;
                case "after_id":
                    from = IndexOf(models, value, name) + 1;
                    break;
                case "before_id":
                    until = IndexOf(models, value, name);
                    break;
            }
        }

        // "Before" is the page that ends right before the id.
        int start = until is { } end ? Math.Max(0, end - limit) : from;
        var page = models.Skip(start).Take(Math.Min(limit, (until ?? models.Count) - start)).ToList();
        bool hasMore = until is not null ? start > 0 : start + page.Count < models.Count;

        using var json = new Utf8JsonWriter(output, AnthropicJson.Options);
        json.WriteStartObject();
        json.WriteStartArray("data"u8);
        foreach (var model in page)
        {
            ModelEndpoint.Write(json, model);
        }

        json.WriteEndArray();
        json.WriteString("first_id"u8, page.FirstOrDefault()?.Name);
        json.WriteString("last_id"u8, page.LastOrDefault()?.Name);
        json.WriteBoolean("has_more"u8, hasMore);
        json.WriteEndObject();
    }

    private static int IndexOf(List<ModelCard> models, string name, string field)
    {
        int index = models.FindIndex(m => m.Name == name);
        return index >= 0 ? index : throw new AiException(AiErrorKind.InvalidRequest, $"{field}: no such model.", field);
    }
}
