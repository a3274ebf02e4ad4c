using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers.OpenAi;

/// <summary>
/// Writes a canonical request as a body of <c>/chat/completions</c>. Every property is written, or told to the notes. OpenAI and Azure refuse fields they
/// do not know; compatible endpoints differ, and get what most of them take.
/// </summary>
internal sealed partial class OpenAiRequestWriter
{
    /// <summary>Nothing is escaped that JSON lets stand.</summary>
    internal static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 256 };

    private readonly ChatRequest _request;
    private readonly VendorModel _model;
    private readonly EncodeNotes _notes;
    private readonly Utf8JsonWriter _json;

    private OpenAiRequestWriter(ChatRequest request, VendorModel model, EncodeNotes notes, Utf8JsonWriter json)
    {
        _request = request;
        _model = model;
        _notes = notes;
        _json = json;
    }

    /// <summary>OpenAI's own API, also at Azure.</summary>
    private bool IsGenuine => _model.Provider.Kind is ProviderKind.OpenAi or ProviderKind.AzureOpenAi;

    /// <summary>Whether the client spoke this very format, so that what it wrote in OpenAI's words goes on as it is.</summary>
    private bool IsSameFormat => _request.Format == WireFormat.OpenAiChat;

    private bool IsOpenAiClient => _request.Format is WireFormat.OpenAiChat or WireFormat.OpenAiResponses or WireFormat.OpenAiCompletions;

    /// <summary>The body; throws <see cref="AiException"/> for what cannot be said.</summary>
    public static ReadOnlyMemory<byte> Write(ChatRequest request, VendorModel model, EncodeNotes notes)
    {
        var output = new ArrayBufferWriter<byte>(4096);
        using var json = new Utf8JsonWriter(output, WriterOptions);
        new OpenAiRequestWriter(request, model, notes, json).Write();
        json.Flush();
        return output.WrittenMemory;
    }

    private void Write()
    {
        _json.WriteStartObject();
        _json.WriteString("model"u8, _model.Id);
        WriteMessages();
        WriteStream();
        WriteTools();
        WriteSampling();
        WriteResponseFormat();
        WriteReasoning();
        WriteRest();
        WriteForeign();
        _json.WriteEndObject();
    }

    private void WriteStream()
    {
        if (!_request.IsStream)
        {
            return;
        }

        _json.WriteBoolean("stream"u8, true);
        if (_model.Provider.TakesStreamOptions)
        {
            _json.WriteStartObject("stream_options"u8);
            _json.WriteBoolean("include_usage"u8, true);
            _json.WriteEndObject();
        }
    }

    private void WriteResponseFormat()
    {
        if (_request.ResponseFormat is not { } format)
        {
            return;
        }

        _json.WriteStartObject("response_format"u8);
        _json.WriteString("type"u8, format.Kind switch
        {
            ResponseFormatKind.JsonObject => "json_object"u8,
            ResponseFormatKind.JsonSchema => "json_schema"u8,
            _ => "text"u8,
        });
        if (format.Kind == ResponseFormatKind.JsonSchema)
        {
            _json.WriteStartObject("json_schema"u8);
            _json.WriteString("name"u8, format.Name ?? "answer");
            WriteDefinition(format.Description, "schema"u8, format.Schema, format.IsStrict);
            _json.WriteEndObject();
        }

        _json.WriteEndObject();
    }

    private void WriteReasoning()
    {
        if (_request.Reasoning is not { } wish)
        {
            return;
        }

        if ((wish.Effort ?? EffortOf(wish)) is { } effort)
        {
            _json.WriteString("reasoning_effort"u8, effort);
        }
        else if (wish.IsOn == false)
        {
            _notes.Changed("thinking", "not every model of the vendor can be told not to think");
        }

        if (wish.Summary is not (null or "auto"))
        {
            _notes.Changed("reasoning.summary", "the vendor decides how thought is shown");
        }
    }

    private string? EffortOf(ReasoningWish wish)
    {
        if (wish.BudgetTokens is not { } budget || wish.IsOn == false)
        {
            return null;
        }

        var effort = budget switch
        {
            < 2048 => "low",
            < 8192 => "medium",
            _ => "high",
        };
        _notes.Changed("thinking.budget_tokens", $"sent as effort {effort}");
        return effort;
    }

    private void WriteRest()
    {
        Write("verbosity"u8, _request.Verbosity);
        Write("user"u8, _request.User);
        Write("service_tier"u8, Tier());
        if (_request.PromptCacheKey is { } key && (IsGenuine || IsOpenAiClient))
        {
            _json.WriteString("prompt_cache_key"u8, key);
        }

        if (_request.Metadata.Count == 0)
        {
            return;
        }

        if (!IsOpenAiClient)
        {
            _notes.Changed("metadata", "the vendor takes it with stored answers only");
            return;
        }

        _json.WriteStartObject("metadata"u8);
        foreach (var (name, value) in _request.Metadata)
        {
            _json.WriteString(name, value);
        }

        _json.WriteEndObject();
    }

    private string? Tier()
    {
        if (IsOpenAiClient || _request.ServiceTier is null or "auto" or "default" or "flex" or "priority")
        {
            return _request.ServiceTier;
        }

        _notes.Changed("service_tier", "sent as default");
        return "default";
    }

    private void WriteForeign()
    {
        foreach (var field in _request.Foreign)
        {
            bool isTop = field.Path.AsSpan().IndexOfAny('.', '[') < 0;
            if (isTop && (IsSameFormat || (IsOpenAiClient && field.Path is "safety_identifier" or "prompt_cache_retention" or "prompt_cache_options")))
            {
                _json.WritePropertyName(field.Path);
                field.Value.WriteTo(_json);
            }
            else if (!(IsSameFormat && IsOfMessage(field.Path, out _, out _)))
            {
                _notes.Foreign(field);
            }
        }
    }

    private void Write(ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            _json.WriteString(name, value);
        }
    }
}
