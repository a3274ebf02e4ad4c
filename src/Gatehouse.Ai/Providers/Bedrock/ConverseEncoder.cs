using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers.Bedrock;

/// <summary>Writes the body of Converse and ConverseStream, which is the same (Amazon Bedrock API reference, "Converse").</summary>
internal static class ConverseEncoder
{
    // What is not ASCII stays as it is: half the bytes, and nothing here is put into HTML.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>For bodies that a client's own depth is part of.</summary>
    public static readonly JsonDocumentOptions Deep = new() { MaxDepth = 512 };

    private const int LongestMetadata = 256;
    private const int MostMetadata = 16;

    /// <summary>Writes the body; notes what it leaves out, throws <see cref="AiException"/> for what cannot be said.</summary>
    public static ReadOnlyMemory<byte> Encode(ChatRequest request, VendorModel model, EncodeNotes notes)
    {
        var family = ModelFamilies.Of(model.Id);
        var turns = new ConverseTurns(request, notes);
        if (turns.Turns.Count == 0)
        {
            throw new AiException(AiErrorKind.InvalidRequest, "The conversation has no message with content.", "messages");
        }

        var reasoning = ReasoningPlan.Of(request, model, family, notes);
        var output = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(output, Plain))
        {
            json.WriteStartObject();
            WriteConversation(json, turns, new ConverseContent(json, family, notes));
            WriteInference(json, request, model, reasoning, family, notes);
            var answer = AnswerShape.Of(request, model, reasoning, turns, family, notes);
            new ConverseTools(json, request, turns, family, notes).Write(answer, reasoning, model);
            WriteOutput(json, answer, family == ModelFamily.Claude ? reasoning.Effort : null);
            ConverseExtras.Write(json, request, reasoning, family, notes);
            WriteTier(json, request, notes);
            WriteMetadata(json, request, notes);
            json.WriteEndObject();
        }

        NoteUnknown(request, notes);
        return output.WrittenMemory;
    }

    private static void WriteConversation(Utf8JsonWriter json, ConverseTurns turns, ConverseContent content)
    {
        if (turns.System.Count > 0)
        {
            json.WriteStartArray("system");
            content.Write(turns.System);
            json.WriteEndArray();
        }

        json.WriteStartArray("messages");
        foreach (var (role, parts) in turns.Turns)
        {
            json.WriteStartObject();
            json.WriteString("role", role == MessageRole.Assistant ? "assistant" : "user");
            json.WriteStartArray("content");
            content.Write(parts);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteInference(Utf8JsonWriter json, ChatRequest request, VendorModel model, ReasoningPlan reasoning, ModelFamily family, EncodeNotes notes)
    {
        // Claude thinks only at its own temperature; Nova at high effort wants none of these said.
        bool isFixed = reasoning.IsOn && family == ModelFamily.Claude;
        bool isSilent = reasoning is { IsOn: true, Effort: "high" } && family == ModelFamily.Nova;
        int? most = request.MaxOutputTokens ?? (reasoning.Budget is { } budget ? model.MaxOutputTokens ?? budget + 4096 : null);
        double? temperature = request.Temperature;
        double? topP = request.TopP;
        if (temperature > 1)
        {
            notes.Changed("temperature", "Bedrock's scale ends at 1");
            temperature = 1;
        }

        if (request.MaxOutputTokens is not null && isSilent)
        {
            notes.Changed("max_tokens", "not sent, because the model thinks");
        }

        if (isSilent ? temperature is not null : isFixed && temperature is not (null or 1))
        {
            notes.Changed("temperature", "not sent, because the model thinks");
        }

        if (isSilent ? topP is not null : isFixed && topP is < 0.95)
        {
            notes.Changed("top_p", "not sent, because the model thinks");
        }

        string[] stops = [.. request.StopSequences.Where(static s => !string.IsNullOrWhiteSpace(s))];
        if (stops.Length != request.StopSequences.Count)
        {
            notes.Changed("stop", "stop sequences of nothing but white space are not sent");
        }

        json.WriteStartObject("inferenceConfig");
        if (most is { } tokens && !isSilent)
        {
            json.WriteNumber("maxTokens", tokens);
        }

        if (temperature is { } heat && !isSilent && !(isFixed && heat != 1))
        {
            json.WriteNumber("temperature", heat);
        }

        if (topP is { } mass && !isSilent && !(isFixed && mass < 0.95))
        {
            json.WriteNumber("topP", mass);
        }

        if (stops.Length > 0)
        {
            json.WriteStartArray("stopSequences");
            foreach (string stop in stops)
            {
                json.WriteStringValue(stop);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteOutput(Utf8JsonWriter json, AnswerShape answer, string? effort)
    {
        if (answer.Schema is null && effort is null)
        {
            return;
        }

        json.WriteStartObject("outputConfig");
        if (answer.Schema is { } schema)
        {
            json.WriteStartObject("textFormat");
            json.WriteString("type", "json_schema");
            json.WriteStartObject("structure");
            json.WriteStartObject("jsonSchema");
            json.WriteString("schema", schema);
            json.WriteString("name", answer.Name ?? "answer");
            if (answer.Description is { } description)
            {
                json.WriteString("description", description);
            }

            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        if (effort is not null)
        {
            json.WriteString("effort", effort);
        }

        json.WriteEndObject();
    }

    private static void WriteTier(Utf8JsonWriter json, ChatRequest request, EncodeNotes notes)
    {
        switch (request.ServiceTier)
        {
            case "priority" or "flex" or "reserved" or "default":
                json.WriteStartObject("serviceTier");
                json.WriteString("type", request.ServiceTier);
                json.WriteEndObject();
                break;
            case null or "auto" or "standard_only" or "standard":
                break;
            default:
                notes.Unsupported("service_tier", "Bedrock has default, priority, flex and reserved");
                break;
        }
    }

    private static void WriteMetadata(Utf8JsonWriter json, ChatRequest request, EncodeNotes notes)
    {
        var entries = request.Metadata.ToList();
        if (request.User is { } user && !entries.Exists(e => e.Key == "user"))
        {
            entries.Add(new("user", user));
        }

        int all = entries.Count;
        entries.RemoveAll(e => e.Key.Length == 0 || !IsMetadata(e.Key) || !IsMetadata(e.Value));
        if (entries.Count != all || entries.Count > MostMetadata)
        {
            notes.Changed("metadata", "Bedrock keeps 16 entries of up to 256 letters, digits and a few signs; others are not sent");
        }

        if (entries.Count == 0)
        {
            return;
        }

        json.WriteStartObject("requestMetadata");
        foreach (var (key, value) in entries.DistinctBy(e => e.Key).Take(MostMetadata))
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    // The service model's pattern: [a-zA-Z0-9\s:_@$#=/+,-.]{0,256}
    private static bool IsMetadata(string text)
        => text.Length <= LongestMetadata && text.All(static c => char.IsAsciiLetterOrDigit(c) || c == ' ' || ":_@$#=/+,-.".Contains(c));

    private static void NoteUnknown(ChatRequest request, EncodeNotes notes)
    {
        Note(request.Seed is not null, "seed");
        Note(request.MinP is not null, "min_p");
        Note(request.PresencePenalty is not (null or 0), "presence_penalty");
        Note(request.FrequencyPenalty is not (null or 0), "frequency_penalty");
        Note(request.LogitBias.ValueKind == JsonValueKind.Object, "logit_bias");
        Note(request.WantsLogprobs || request.TopLogprobs is > 0, "logprobs");
        Note(request.Choices > 1, "n");
        Note(request.Verbosity is not null, "verbosity");
        if (request.PromptCacheKey is not null)
        {
            notes.Changed("prompt_cache_key", "Bedrock finds equal prefixes itself");
        }

        void Note(bool isAsked, string field)
        {
            if (isAsked)
            {
                notes.Unsupported(field, "Bedrock has no such field");
            }
        }
    }
}
