using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers.Bedrock;

/// <summary>How a wish for JSON is put: as a schema of the text, as a tool the model must call, or not at all.</summary>
internal sealed record AnswerShape
{
    private static readonly AnswerShape Text = new();

    /// <summary>Schema of the text, which Converse wants as JSON inside a string; null = none.</summary>
    public string? Schema { get; private init; }

    public string? Name { get; private init; }

    public string? Description { get; private init; }

    /// <summary>Schema of the arguments of <see cref="JsonAnswerTool"/>, which must be called; undefined = no such tool.</summary>
    public JsonElement ToolSchema { get; private init; }

    /// <summary>Whether the answer comes as the arguments of <see cref="JsonAnswerTool"/>.</summary>
    public bool IsTool => ToolSchema.ValueKind == JsonValueKind.Object;

    /// <summary>Decides; tells what cannot be had.</summary>
    public static AnswerShape Of(ChatRequest request, VendorModel model, ReasoningPlan reasoning, ConverseTurns turns, ModelFamily family, EncodeNotes notes)
    {
        if (request.ResponseFormat is not { Kind: not ResponseFormatKind.Text } format)
        {
            return Text;
        }

        if (format.Kind == ResponseFormatKind.JsonSchema && model.TakesJsonSchema)
        {
            return new() { Schema = format.Schema.GetRawText(), Name = format.Name, Description = format.Description };
        }

        var schema = format.Kind == ResponseFormatKind.JsonSchema ? format.Schema : JsonElement.Parse("""{"type":"object"}""");
        string? obstacle =
            request.Tools.Count > 0 || turns.HasTools ? "this model gives JSON only by a tool of its own, and the request has tools already"
            : reasoning.IsOn ? "this model gives JSON only by a forced tool, which it cannot be given while it thinks"
            : !family.TakesNamedTool() ? "this model cannot be made to give JSON"
            : schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String || !type.ValueEquals("object") ? "this model gives only objects as JSON"
            : null;
        if (obstacle is not null)
        {
            notes.Unsupported("response_format", obstacle);
            return Text;
        }

        return new() { ToolSchema = schema, Description = format.Description };
    }
}
