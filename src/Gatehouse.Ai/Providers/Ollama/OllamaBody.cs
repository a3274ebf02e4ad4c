using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers.Ollama;

/// <summary>Writes a chat request.</summary>
internal static class OllamaBody
{
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The body; throws <see cref="AiException"/> for what cannot be said at all, tells <paramref name="notes"/> what is left out.</summary>
    public static ReadOnlyMemory<byte> Write(ChatRequest request, VendorModel model, EncodeNotes notes)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteString("model"u8, model.Id);
        json.WriteBoolean("stream"u8, request.IsStream);
        OllamaMessages.Write(json, request, notes);
        WriteTools(json, request, notes);
        WriteFormat(json, request.ResponseFormat);
        WriteThink(json, request.Reasoning, notes);
        WriteLogprobs(json, request);
        OllamaOptionsWriter.Write(json, request, notes);
        json.WriteEndObject();
        json.Flush();
        return output.WrittenMemory;
    }

    private static void WriteTools(Utf8JsonWriter json, ChatRequest request, EncodeNotes notes)
    {
        // Without tools there is nothing to call: that is how "none" is said.
        if (request.Tools.Count == 0 || request.ToolChoice?.Kind == ToolChoiceKind.None)
        {
            return;
        }

        if (request.ToolChoice is { Kind: ToolChoiceKind.Required or ToolChoiceKind.Named })
        {
            notes.Unsupported("tool_choice", "the provider lets the model decide whether it calls a tool");
        }

        if (request.ParallelToolCalls == false)
        {
            notes.Unsupported("parallel_tool_calls", "the provider lets the model decide how many tools it calls");
        }

        json.WriteStartArray("tools"u8);
        foreach (var tool in request.Tools)
        {
            if (tool.Foreign is { } foreign)
            {
                notes.Unsupported($"tools ({foreign.Kind})", "only another provider has such a tool");
                continue;
            }

            json.WriteStartObject();
            json.WriteString("type"u8, "function"u8);
            json.WriteStartObject("function"u8);
            json.WriteString("name"u8, tool.Name);
            if (tool.Description is not null)
            {
                json.WriteString("description"u8, tool.Description);
            }

            json.WritePropertyName("parameters"u8);
            WriteParameters(json, tool.Parameters);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteParameters(Utf8JsonWriter json, JsonElement parameters)
    {
        if (parameters.ValueKind == JsonValueKind.Object)
        {
            parameters.WriteTo(json);
            return;
        }

        json.WriteStartObject();
        json.WriteString("type"u8, "object"u8);
        json.WriteStartObject("properties"u8);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteFormat(Utf8JsonWriter json, ResponseFormat? format)
    {
        if (format is { Kind: ResponseFormatKind.JsonObject })
        {
            json.WriteString("format"u8, "json"u8);
        }
        else if (format is { Kind: ResponseFormatKind.JsonSchema })
        {
            json.WritePropertyName("format"u8);
            format.Schema.WriteTo(json);
        }
    }

    private static void WriteThink(Utf8JsonWriter json, ReasoningWish? wish, EncodeNotes notes)
    {
        if (wish is null)
        {
            return;
        }

        if (wish.BudgetTokens is not null)
        {
            notes.Changed("thinking.budget_tokens", "the provider has no budget of thought, it was asked to think");
        }

        if (wish.IsOn == false || wish.Effort == "none")
        {
            json.WriteBoolean("think"u8, false);
        }
        else if (wish.Effort is { } effort)
        {
            json.WriteString("think"u8, effort switch { "minimal" => "low", "xhigh" => "max", _ => effort });
        }
        else if (wish.IsOn == true || wish.IsAdaptive || wish.BudgetTokens is not null)
        {
            json.WriteBoolean("think"u8, true);
        }
    }

    private static void WriteLogprobs(Utf8JsonWriter json, ChatRequest request)
    {
        if (request.WantsLogprobs)
        {
            json.WriteBoolean("logprobs"u8, true);
        }

        if (request.TopLogprobs is { } top)
        {
            json.WriteNumber("top_logprobs"u8, top);
        }
    }
}
