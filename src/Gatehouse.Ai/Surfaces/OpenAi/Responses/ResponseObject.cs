using System.Buffers;
using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Surfaces.OpenAi.Chat;

namespace Gatehouse.Ai.Surfaces.OpenAi.Responses;

/// <summary>The response object of one request: what was asked, repeated, and the output so far.</summary>
internal sealed class ResponseObject(ChatRequest request, AnswerContext context)
{
    private readonly JsonElement _asked = request.SurfaceState is JsonElement { ValueKind: JsonValueKind.Object } root ? root : JsonElement.Parse("{}"u8);

    /// <summary>What the vendor said of itself.</summary>
    public AnswerStarted? Started { get; set; }

    public List<ResponseItem> Items { get; } = [];

    /// <summary>Adds an item with an id of its own.</summary>
    public ResponseItem Add(ResponseItemKind kind, ToolCallStarted? call = null)
    {
        var prefix = kind switch
        {
            ResponseItemKind.Message => "msg",
            ResponseItemKind.FunctionCall => "fc",
            _ => "rs",
        };
        var item = new ResponseItem(kind, Items.Count, $"{prefix}_{context.RequestId}_{Items.Count}") { Call = call?.Index ?? 0, CallId = call?.Id ?? "", Name = call?.Name ?? "" };
        Items.Add(item);
        return item;
    }

    /// <summary>Writes a whole answer. There is one: the dialect has no n.</summary>
    public void Write(ChatAnswer answer, IBufferWriter<byte> output)
    {
        Started = new AnswerStarted { Id = answer.Id, Model = answer.Model, Created = answer.Created, ServiceTier = answer.ServiceTier };
        var choice = answer.Choices.Count > 0 ? answer.Choices[0] : null;
        foreach (var part in choice?.Parts ?? [])
        {
            Add(part);
        }

        foreach (var token in choice?.Logprobs ?? [])
        {
            Items.Find(i => i.Kind == ResponseItemKind.Message)?.Contents.Find(c => !c.IsRefusal)?.Logprobs.Add(token);
        }

        using var json = new Utf8JsonWriter(output, OpenAiSurface.WriterOptions);
        Write(json, StatusOf(choice?.Reason ?? FinishReason.Stop), choice?.Reason, answer.Usage, null);
    }

    /// <summary>Whether the answer is whole; where it is not, incomplete_details say why.</summary>
    public static string StatusOf(FinishReason reason) => IncompleteReason(reason) is null ? "completed" : "incomplete";

    /// <summary>Writes the object. Usage is written once the answer is over.</summary>
    public void Write(Utf8JsonWriter json, string status, FinishReason? reason, in TokenUsage? usage, AiError? error)
    {
        bool isOver = status is not "in_progress";
        json.WriteStartObject();
        json.WriteString("id"u8, ChatWords.Id(Started?.Id, "resp_", context));
        json.WriteString("object"u8, "response"u8);
        json.WriteNumber("created_at"u8, Started?.Created ?? context.Created.ToUnixTimeSeconds());
        json.WritePropertyName("completed_at"u8);
        if (status == "completed")
        {
            json.WriteNumberValue((context.Created + (context.Elapsed?.Invoke() ?? TimeSpan.Zero)).ToUnixTimeSeconds());
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteString("status"u8, status);
        json.WriteBoolean("background"u8, false);
        WriteFailure(json, error);
        json.WritePropertyName("incomplete_details"u8);
        if (isOver && error is null && reason is { } why && IncompleteReason(why) is { } words)
        {
            json.WriteStartObject();
            json.WriteString("reason"u8, words);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteString("model"u8, Started?.Model ?? context.Model);
        json.WriteStartArray("output"u8);
        foreach (var item in isOver ? Items : [])
        {
            item.Write(json, item.IsDone || status == "completed" ? "completed" : "incomplete");
        }

        json.WriteEndArray();
        WriteAsked(json);
        json.WritePropertyName("usage"u8);
        if (isOver && usage is { } figures)
        {
            OpenAiUsage.WriteOfResponse(json, figures, context);
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteEndObject();
    }

    private static string? IncompleteReason(FinishReason reason) => reason switch
    {
        FinishReason.Length or FinishReason.ContextWindow => "max_output_tokens",
        FinishReason.ContentFilter or FinishReason.Refusal => "content_filter",
        _ => null,
    };

    /// <summary>The few codes that the dialect has.</summary>
    private static string CodeOf(AiErrorKind kind) => kind switch
    {
        AiErrorKind.RateLimited or AiErrorKind.BudgetExceeded => "rate_limit_exceeded",
        AiErrorKind.InvalidRequest or AiErrorKind.Unsupported or AiErrorKind.ContextWindow or AiErrorKind.TooLarge or AiErrorKind.PolicyRefused => "invalid_prompt",
        _ => "server_error",
    };

    private static void WriteFailure(Utf8JsonWriter json, AiError? error)
    {
        json.WritePropertyName("error"u8);
        if (error is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("code"u8, CodeOf(error.Kind));
        json.WriteString("message"u8, error.Message);
        json.WriteEndObject();
    }

    private void Add(Part part)
    {
        switch (part)
        {
            case TextPart text:
                Content(isRefusal: false).Text.Append(text.Text);
                break;
            case RefusalPart refusal:
                Content(isRefusal: true).Text.Append(refusal.Text);
                break;
            case ReasoningPart reasoning:
                var thought = Add(ResponseItemKind.Reasoning);
                thought.Text.Append(reasoning.Text);
                thought.Kept = ResponsesReasoning.Keep(reasoning.Signature, reasoning.Redacted, reasoning.Origin);
                thought.Id = reasoning.Id ?? thought.Id;
                break;
            case ToolCallPart call:
                Add(ResponseItemKind.FunctionCall, new ToolCallStarted(0, call.Id, call.Name)).Text.Append(call.Arguments);
                break;
            case ForeignPart { Dialect: Dialect.OpenAi, Kind: "annotations", Value.ValueKind: JsonValueKind.Array } notes when Items is [.., { Contents: [.., var about] }]:
                about.Annotations.AddRange(ResponseAnnotations.Flatten(notes.Value));
                break;
            default:
                break;
        }
    }

    private ResponseContent Content(bool isRefusal)
    {
        var message = Items is [.., { Kind: ResponseItemKind.Message } last] ? last : Add(ResponseItemKind.Message);
        var content = new ResponseContent(isRefusal);
        message.Contents.Add(content);
        return content;
    }

    /// <summary>What was asked, with the dialect's defaults where it was not said; store is what is true here.</summary>
    private void WriteAsked(Utf8JsonWriter json)
    {
        Repeat(json, "instructions", "null"u8);
        Repeat(json, "max_output_tokens", "null"u8);
        Repeat(json, "max_tool_calls", "null"u8);
        Repeat(json, "metadata", "{}"u8);
        Repeat(json, "parallel_tool_calls", "true"u8);
        json.WriteNull("previous_response_id"u8);
        Repeat(json, "prompt_cache_key", "null"u8);
        Repeat(json, "reasoning", "{\"effort\":null,\"summary\":null}"u8);
        Repeat(json, "safety_identifier", "null"u8);
        json.WriteString("service_tier"u8, Started?.ServiceTier ?? request.ServiceTier ?? "default");
        json.WriteBoolean("store"u8, false);
        Repeat(json, "temperature", "1"u8);
        Repeat(json, "text", "{\"format\":{\"type\":\"text\"}}"u8);
        Repeat(json, "tool_choice", "\"auto\""u8);
        Repeat(json, "tools", "[]"u8);
        Repeat(json, "top_logprobs", "0"u8);
        Repeat(json, "top_p", "1"u8);
        Repeat(json, "truncation", "\"disabled\""u8);
        if (request.User is { } user)
        {
            json.WriteString("user"u8, user);
        }
    }

    private void Repeat(Utf8JsonWriter json, string name, ReadOnlySpan<byte> byDefault)
    {
        json.WritePropertyName(name);
        if (_asked.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null)
        {
            value.WriteTo(json);
        }
        else
        {
            json.WriteRawValue(byDefault);
        }
    }
}
