using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers.Ollama;

/// <summary>Writes <c>options</c> and the fields of the same dialect; reports what the vendor has no word for.</summary>
internal static class OllamaOptionsWriter
{
    private const string OptionPrefix = "options.";

    public static void Write(Utf8JsonWriter json, ChatRequest request, EncodeNotes notes)
    {
        json.WriteStartObject("options"u8);
        Write(json, "num_predict"u8, request.MaxOutputTokens);
        Write(json, "temperature"u8, request.Temperature);
        Write(json, "top_p"u8, request.TopP);
        Write(json, "top_k"u8, request.TopK);
        Write(json, "min_p"u8, request.MinP);
        if (request.Seed is { } seed)
        {
            json.WriteNumber("seed"u8, seed);
        }

        Write(json, "presence_penalty"u8, request.PresencePenalty);
        Write(json, "frequency_penalty"u8, request.FrequencyPenalty);
        if (request.StopSequences.Count > 0)
        {
            json.WriteStartArray("stop"u8);
            foreach (string stop in request.StopSequences)
            {
                json.WriteStringValue(stop);
            }

            json.WriteEndArray();
        }

        bool isOwn = request.Format is WireFormat.OllamaChat or WireFormat.OllamaGenerate;
        WriteForeign(json, request.Foreign, isOwn, areOptions: true, notes);
        json.WriteEndObject();
        WriteForeign(json, request.Foreign, isOwn, areOptions: false, notes);
        Report(request, notes);
    }

    /// <summary>Fields of the same dialect go back to where they stood, others are reported.</summary>
    public static void WriteForeign(Utf8JsonWriter json, IReadOnlyList<ForeignField> fields, bool isOwn, bool areOptions, EncodeNotes notes)
    {
        foreach (var field in fields)
        {
            bool isOption = field.Path.StartsWith(OptionPrefix, StringComparison.Ordinal);
            if (isOption != areOptions)
            {
                continue;
            }

            string name = isOption ? field.Path[OptionPrefix.Length..] : field.Path;
            if (isOwn && name != "context" && name.AsSpan().IndexOfAny('.', '[') < 0)
            {
                json.WritePropertyName(name);
                field.Value.WriteTo(json);
            }
            else
            {
                notes.Foreign(field);
            }
        }
    }

    private static void Report(ChatRequest request, EncodeNotes notes)
    {
        Refuse(request.Choices > 1, "n", "the provider gives one answer per request");
        Refuse(request.LogitBias.ValueKind == JsonValueKind.Object && request.LogitBias.EnumerateObject().Any(), "logit_bias", "the provider has no such setting");
        Refuse(request.Verbosity is not null and not "medium", "verbosity", "the provider has no such setting");
        Mention(request.User is { Length: > 0 }, "user", "left out, the provider knows no users");
        Mention(request.Metadata.Count > 0, "metadata", "left out, the provider keeps none");
        Mention(request.PromptCacheKey is not null, "prompt_cache_key", "left out, the provider caches by itself");
        Mention(request.ServiceTier is not (null or "auto" or "default" or "standard_only"), "service_tier", "left out, the provider has one class of service");
        Mention(
            request.Tools.Any(t => t.Cache != CacheMark.None) || request.Messages.Any(m => m.Parts.Any(p => p.Cache != CacheMark.None)),
            "cache_control",
            "left out, the provider caches by itself");

        Mention(request.Tools.Any(t => t.IsStrict == true), "tools.strict", "left out, the provider does not hold calls to their schema");
        Mention(request.Messages.Any(m => m.Parts.Any(p => p is ImagePart { Detail: not (null or "auto") })), "image_url.detail", "left out, the provider chooses the resolution");

        void Refuse(bool isAsked, string field, string reason)
        {
            if (isAsked)
            {
                notes.Unsupported(field, reason);
            }
        }

        void Mention(bool isAsked, string field, string reason)
        {
            if (isAsked)
            {
                notes.Changed(field, reason);
            }
        }
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, int? value)
    {
        if (value is { } known)
        {
            json.WriteNumber(name, known);
        }
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } known)
        {
            json.WriteNumber(name, known);
        }
    }
}
