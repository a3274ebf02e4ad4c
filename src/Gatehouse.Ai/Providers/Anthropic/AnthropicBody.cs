using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers.Anthropic;

/// <summary>Writes a request in Anthropic's shape.</summary>
internal static class AnthropicBody
{
    private const string BedrockVersion = "bedrock-2023-05-31";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The body; throws <see cref="AiException"/> for what cannot be said at all, tells <paramref name="notes"/> what is left out.</summary>
    public static ReadOnlyMemory<byte> Write(ChatRequest request, VendorModel model, EncodeNotes notes, AnthropicBodyShape shape)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(output, Options);
        var minted = shape == AnthropicBodyShape.BedrockInvoke ? Dialect.Bedrock : Dialect.Anthropic;
        var thinking = AnthropicThinking.Of(request, model, notes, minted);
        json.WriteStartObject();
        if (shape == AnthropicBodyShape.BedrockInvoke)
        {
            json.WriteString("anthropic_version"u8, BedrockVersion);
        }
        else
        {
            json.WriteString("model"u8, model.Id);
        }

        if (shape != AnthropicBodyShape.CountTokens)
        {
            json.WriteNumber("max_tokens"u8, thinking.MaxTokens);
            WriteSampling(json, request, model, in thinking, notes);
        }

        if (shape == AnthropicBodyShape.Messages && request.IsStream)
        {
            json.WriteBoolean("stream"u8, true);
        }

        thinking.Write(json);
        var format = request.ResponseFormat is { Kind: not ResponseFormatKind.Text } wanted ? wanted : null;
        bool isSchema = format is { Kind: ResponseFormatKind.JsonSchema } && model.TakesJsonSchema;
        WriteOutputConfig(json, thinking.Effort, isSchema ? format : null, request, notes);
        string? words = format is null || isSchema ? null : AnthropicSchema.InWords(format, notes);

        new AnthropicMessages(json, request, notes, minted).Write(words);
        AnthropicTools.Write(json, request, notes);
        WriteRest(json, request, shape, notes);
        json.WriteEndObject();
        json.Flush();
        return output.WrittenMemory;
    }

    private static void WriteSampling(Utf8JsonWriter json, ChatRequest request, VendorModel model, in AnthropicThinking thinking, EncodeNotes notes)
    {
        bool isOwn = request.Format == WireFormat.AnthropicMessages;
        if (request.Temperature is { } temperature)
        {
            if (!isOwn && thinking.IsOn && temperature != 1)
            {
                notes.Unsupported("temperature", "a model that thinks takes only 1");
            }
            else
            {
                if (temperature > 1)
                {
                    notes.Changed("temperature", "clamped to 1, the provider's most");
                }

                json.WriteNumber("temperature"u8, Math.Min(temperature, 1));
            }
        }

        if (request.TopP is { } topP && (isOwn || topP < 1))
        {
            if (!isOwn && model.HasAdaptiveThinking && request.Temperature is not null)
            {
                notes.Unsupported("top_p", "the model takes temperature or top_p, not both");
            }
            else if (!isOwn && thinking.IsOn && topP < 0.95)
            {
                notes.Unsupported("top_p", "a model that thinks takes 0.95 to 1");
            }
            else
            {
                json.WriteNumber("top_p"u8, topP);
            }
        }

        if (request.TopK is { } topK)
        {
            if (!isOwn && thinking.IsOn)
            {
                notes.Unsupported("top_k", "a model that thinks does not take it");
            }
            else
            {
                json.WriteNumber("top_k"u8, topK);
            }
        }

        WriteStops(json, request.StopSequences, notes);
    }

    private static void WriteStops(Utf8JsonWriter json, IReadOnlyList<string> stops, EncodeNotes notes)
    {
        bool hasAny = false;
        foreach (string stop in stops)
        {
            if (string.IsNullOrWhiteSpace(stop))
            {
                notes.Changed("stop", "a stop sequence without visible characters was left out, the provider refuses it");
                continue;
            }

            if (!hasAny)
            {
                json.WriteStartArray("stop_sequences"u8);
                hasAny = true;
            }

            json.WriteStringValue(stop);
        }

        if (hasAny)
        {
            json.WriteEndArray();
        }
    }

    private static void WriteOutputConfig(Utf8JsonWriter json, string? effort, ResponseFormat? format, ChatRequest request, EncodeNotes notes)
    {
        if (effort is null && format is null)
        {
            return;
        }

        json.WriteStartObject("output_config"u8);
        if (effort is not null)
        {
            json.WriteString("effort"u8, effort);
        }

        if (format is not null)
        {
            json.WriteStartObject("format"u8);
            json.WriteString("type"u8, "json_schema"u8);
            json.WritePropertyName("schema"u8);
            if (request.Format == WireFormat.AnthropicMessages)
            {
                format.Schema.WriteTo(json);
            }
            else if (AnthropicSchema.WriteClosed(json, format.Schema))
            {
                notes.Changed("response_format", "objects of the schema were closed (additionalProperties: false), the provider demands it");
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteRest(Utf8JsonWriter json, ChatRequest request, AnthropicBodyShape shape, EncodeNotes notes)
    {
        if (shape != AnthropicBodyShape.CountTokens)
        {
            if (request.User is { Length: > 0 } user)
            {
                json.WriteStartObject("metadata"u8);
                json.WriteString("user_id"u8, user);
                json.WriteEndObject();
            }

            if (request.ServiceTier is { Length: > 0 } tier && shape == AnthropicBodyShape.Messages)
            {
                json.WriteString("service_tier"u8, tier == "auto" ? "auto" : "standard_only");
                if (tier is not ("auto" or "standard_only" or "default"))
                {
                    notes.Changed("service_tier", "sent as standard_only");
                }
            }

            if (shape == AnthropicBodyShape.BedrockInvoke && request.Betas.Count > 0)
            {
                json.WriteStartArray("anthropic_beta"u8);
                foreach (string beta in request.Betas)
                {
                    json.WriteStringValue(beta);
                }

                json.WriteEndArray();
            }

            AnthropicUnsupported.Report(request, notes);
        }

        foreach (var field in request.Foreign)
        {
            if (request.Format == WireFormat.AnthropicMessages && field.Path.AsSpan().IndexOfAny('.', '[') < 0)
            {
                json.WritePropertyName(field.Path);
                field.Value.WriteTo(json);
            }
            else
            {
                notes.Foreign(field);
            }
        }
    }
}
