using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Surfaces.OpenAi.Chat;

namespace Gatehouse.Ai.Surfaces.OpenAi.Completions;

/// <summary><c>POST /v1/completions</c>, OpenAI's API before there were chats: one prompt, sent as what the user says.</summary>
internal sealed class CompletionsEndpoint(OpenAiSurface surface, string template) : ChatEndpoint
{
    private static readonly FrozenSet<string> Known = FrozenSet.Create(
        "model", "prompt", "max_tokens", "temperature", "top_p", "top_k", "min_p", "n", "seed", "presence_penalty", "frequency_penalty",
        "logit_bias", "logprobs", "stop", "stream", "stream_options", "echo", "user");

    /// <inheritdoc/>
    public override string Template => template;

    /// <inheritdoc/>
    public override Surface Surface => surface;

    /// <inheritdoc/>
    public override string StreamContentType => "text/event-stream";

    /// <inheritdoc/>
    public override ChatRequest Decode(in ClientCall call)
    {
        var body = new StrictObject(JsonBody.Parse(call.Body.Span));
        var prompt = ReadPrompt(body);
        var logprobs = body.Int32("logprobs", 0, 5);
        return new ChatRequest
        {
            Model = body.RequiredText("model"),
            Messages = [new Message(MessageRole.User, [new TextPart(prompt)])],
            Format = WireFormat.OpenAiCompletions,
            IsStream = body.Flag("stream") ?? false,
            WantsUsage = body.Object("stream_options")?.Flag("include_usage") ?? false,
            MaxOutputTokens = body.Int32("max_tokens", 1),
            Temperature = body.Number("temperature", 0, 2),
            TopP = body.Number("top_p", 0, 1),
            TopK = body.Int32("top_k", -1),
            MinP = body.Number("min_p", 0, 1),
            Seed = body.Integer("seed"),
            PresencePenalty = body.Number("presence_penalty", -2, 2),
            FrequencyPenalty = body.Number("frequency_penalty", -2, 2),
            LogitBias = ChatRequestReader.ReadLogitBias(body),
            StopSequences = ChatRequestReader.ReadStops(body),
            WantsLogprobs = logprobs is not null,
            TopLogprobs = logprobs,
            Choices = body.Int32("n", 1, 128) ?? 1,
            User = body.Text("user"),
            Foreign = [.. body.Others(Known).Where(f => !(f.Path == "best_of" && f.Value.ValueKind == JsonValueKind.Number && f.Value.TryGetInt32(out int best) && best == 1))],
            SurfaceState = new CompletionsState(body.Flag("echo") == true ? prompt : null),
        };
    }

    /// <inheritdoc/>
    public override AnswerStreamWriter CreateStreamWriter(ChatRequest request, AnswerContext context) => new CompletionChunkWriter(request, context);

    /// <inheritdoc/>
    public override void WriteAnswer(ChatAnswer answer, ChatRequest request, AnswerContext context, IBufferWriter<byte> output)
    {
        var echo = (request.SurfaceState as CompletionsState)?.Echo;
        using var json = new Utf8JsonWriter(output, OpenAiSurface.WriterOptions);
        json.WriteStartObject();
        json.WriteString("id"u8, ChatWords.Id(answer.Id, "cmpl-", context));
        json.WriteString("object"u8, "text_completion"u8);
        json.WriteNumber("created"u8, answer.Created ?? context.Created.ToUnixTimeSeconds());
        json.WriteString("model"u8, answer.Model ?? context.Model);
        json.WriteStartArray("choices"u8);
        foreach (var choice in answer.Choices)
        {
            json.WriteStartObject();
            json.WriteString("text"u8, echo + string.Concat(choice.Parts.OfType<TextPart>().Select(t => t.Text)));
            json.WriteNumber("index"u8, choice.Index);
            json.WritePropertyName("logprobs"u8);
            int offset = echo?.Length ?? 0;
            CompletionLogprobs.Write(json, choice.Logprobs, ref offset);
            json.WriteString("finish_reason"u8, ReasonOf(choice.Reason));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WritePropertyName("usage"u8);
        OpenAiUsage.Write(json, answer.Usage, context);
        json.WriteEndObject();
    }

    /// <summary>There are no calls here.</summary>
    public static string ReasonOf(FinishReason reason) => reason == FinishReason.ToolCalls ? "stop" : ChatWords.Reason(reason);

    private static string ReadPrompt(StrictObject body)
    {
        if (!body.TryFind("prompt", out var prompt))
        {
            throw body.Missing("prompt");
        }

        prompt = prompt.ValueKind == JsonValueKind.Array && prompt.GetArrayLength() == 1 ? prompt[0] : prompt;
        return prompt.ValueKind == JsonValueKind.String ? prompt.GetString()! : throw StrictObject.Wrong("prompt", "must be one string; send a request for each prompt, and text instead of tokens");
    }
}
