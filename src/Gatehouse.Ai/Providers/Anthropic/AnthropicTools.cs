using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers.Anthropic;

/// <summary>Writes <c>tools</c> and <c>tool_choice</c>, in the client's order: the vendor's prompt cache depends on it.</summary>
internal static class AnthropicTools
{
    public static void Write(Utf8JsonWriter json, ChatRequest request, EncodeNotes notes)
    {
        if (request.Tools.Count == 0)
        {
            WriteHistory(json, request, notes);
            return;
        }

        json.WriteStartArray("tools"u8);
        foreach (var tool in request.Tools)
        {
            if (tool.Foreign is { } foreign)
            {
                WriteForeign(json, foreign, notes);
            }
            else
            {
                Write(json, tool);
            }
        }

        json.WriteEndArray();
        WriteChoice(json, request);
    }

    /// <summary>A conversation with calls in it needs tools: those that were called, by name, and none may be called again.</summary>
    private static void WriteHistory(Utf8JsonWriter json, ChatRequest request, EncodeNotes notes)
    {
        var names = request.Messages.SelectMany(m => m.Parts).OfType<ToolCallPart>().Select(c => c.Name).Distinct(StringComparer.Ordinal).ToList();
        if (names.Count == 0 || request.Format == WireFormat.AnthropicMessages)
        {
            return;
        }

        notes.Changed("tools", "named after the calls of the conversation, the provider demands definitions");
        json.WriteStartArray("tools"u8);
        foreach (string name in names)
        {
            Write(json, new Tool(name));
        }

        json.WriteEndArray();
        json.WriteStartObject("tool_choice"u8);
        json.WriteString("type"u8, "none"u8);
        json.WriteEndObject();
    }

    private static void WriteForeign(Utf8JsonWriter json, ForeignPart tool, EncodeNotes notes)
    {
        if (tool.Dialect == Dialect.Anthropic)
        {
            tool.Value.WriteTo(json);
        }
        else
        {
            notes.Unsupported($"tools ({tool.Kind})", "only another provider has such a tool");
        }
    }

    private static void Write(Utf8JsonWriter json, Tool tool)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, tool.Name);
        if (tool.Description is { Length: > 0 } description)
        {
            json.WriteString("description"u8, description);
        }

        json.WritePropertyName("input_schema"u8);
        WriteSchema(json, tool.Parameters);
        if (tool.IsStrict == true)
        {
            json.WriteBoolean("strict"u8, true);
        }

        AnthropicBlocks.WriteCache(json, tool.Cache);
        json.WriteEndObject();
    }

    // The vendor insists on a type.
    private static void WriteSchema(Utf8JsonWriter json, JsonElement schema)
    {
        if (schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("type"u8, out _))
        {
            schema.WriteTo(json);
            return;
        }

        json.WriteStartObject();
        json.WriteString("type"u8, "object"u8);
        if (schema.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in schema.EnumerateObject())
            {
                member.WriteTo(json);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteChoice(Utf8JsonWriter json, ChatRequest request)
    {
        bool isSerial = request.ParallelToolCalls == false;
        if (request.ToolChoice is null && request.ParallelToolCalls is null)
        {
            return;
        }

        var choice = request.ToolChoice ?? new ToolChoice(ToolChoiceKind.Auto);
        json.WriteStartObject("tool_choice"u8);
        json.WriteString("type"u8, choice.Kind switch
        {
            ToolChoiceKind.None => "none",
            ToolChoiceKind.Required => "any",
            ToolChoiceKind.Named => "tool",
            _ => "auto",
        });
        if (choice.Kind == ToolChoiceKind.Named)
        {
            json.WriteString("name"u8, choice.Name);
        }

        if (request.ParallelToolCalls is not null && choice.Kind != ToolChoiceKind.None)
        {
            json.WriteBoolean("disable_parallel_tool_use"u8, isSerial);
        }

        json.WriteEndObject();
    }
}
