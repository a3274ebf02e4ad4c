using System.Buffers;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.Own;

/// <summary>
/// <c>POST /chat</c>: <c>{"prompt": "…" | "messages": [{"role", "content"}], "model", "stream", "max_tokens", "temperature", "top_p", "stop", "seed", "system"}</c>. Streams are
/// server-sent events <c>{"delta": "…"}</c>, then <c>{"done": true, …}</c>.
/// </summary>
internal sealed class OwnChatEndpoint(Surface surface) : ChatEndpoint
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    private static readonly string[] Known = ["prompt", "messages", "model", "stream", "max_tokens", "temperature", "top_p", "stop", "seed", "system", "options"];

    private static readonly string[] KnownOptions = ["max_tokens", "temperature", "top_p", "stop", "seed"];

    /// <inheritdoc/>
    public override string Template => "/chat";

    /// <inheritdoc/>
    public override Surface Surface => surface;

    /// <inheritdoc/>
    public override string StreamContentType => "text/event-stream";

    /// <inheritdoc/>
    public override ChatRequest Decode(in ClientCall call)
    {
        JsonElement root;
        try
        {
            using var document = JsonDocument.Parse(call.Body, Strict);
            root = document.RootElement.Clone();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new AiException(AiErrorKind.InvalidRequest, "The body is not valid JSON. Send an object such as {\"prompt\": \"Hello\", \"model\": \"sandbox\"}.");
        }

        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new AiException(AiErrorKind.InvalidRequest, "The body must be a JSON object.");
        }

        var reader = new OwnFields(root, "");
        reader.RefuseOthers(Known);
        var options = reader.Object("options") is { } nested ? new OwnFields(nested, "options.") : default(OwnFields?);
        options?.RefuseOthers(KnownOptions);
        var messages = Messages(reader);
        return new ChatRequest
        {
            Model = reader.Text("model") ?? throw new AiException(AiErrorKind.InvalidRequest, "'model' is missing. GET /providers lists the models.", "model"),
            Messages = messages,
            Format = WireFormat.None,
            IsStream = reader.Flag("stream") ?? false,
            WantsUsage = true,
            MaxOutputTokens = Positive(reader.Integer("max_tokens") ?? options?.Integer("max_tokens"), "max_tokens"),
            Temperature = reader.Number("temperature", 0, 2) ?? options?.Number("temperature", 0, 2),
            TopP = reader.Number("top_p", 0, 1) ?? options?.Number("top_p", 0, 1),
            Seed = reader.Integer("seed") ?? options?.Integer("seed"),
            StopSequences = reader.Texts("stop") ?? options?.Texts("stop") ?? [],
        };
    }

    /// <inheritdoc/>
    public override AnswerStreamWriter CreateStreamWriter(ChatRequest request, AnswerContext context) => new OwnStreamWriter(context);

    /// <inheritdoc/>
    public override void WriteAnswer(ChatAnswer answer, ChatRequest request, AnswerContext context, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, OwnSurface.WriterOptions);
        json.WriteStartObject();
        json.WriteString("id"u8, context.RequestId);
        json.WriteString("model"u8, context.Model);
        json.WriteString("response"u8, string.Concat(answer.Choices[0].Parts.Select(p => p switch
        {
            TextPart text => text.Text,
            RefusalPart refusal => refusal.Text,
            _ => "",
        })));
        OwnStreamWriter.WriteEnd(json, answer.Choices[0].Reason, answer.Usage, context);
        json.WriteEndObject();
    }

    private static List<Message> Messages(OwnFields reader)
    {
        var messages = new List<Message>();
        if (reader.Text("system") is { } system)
        {
            messages.Add(new Message(MessageRole.System, [new TextPart(system)]));
        }

        string? prompt = reader.Text("prompt");
        if (reader.Array("messages") is { } list)
        {
            if (prompt is not null)
            {
                throw new AiException(AiErrorKind.InvalidRequest, "Send 'prompt' or 'messages', not both.", "prompt");
            }

            int index = 0;
            foreach (var item in list.EnumerateArray())
            {
                messages.Add(Message(item, $"messages[{index++}]"));
            }
        }
        else if (prompt is not null)
        {
            messages.Add(new Message(MessageRole.User, [new TextPart(prompt)]));
        }

        return messages.Exists(m => m.Role == MessageRole.User)
            ? messages
            : throw new AiException(AiErrorKind.InvalidRequest, "There is nothing to answer: send 'prompt', or 'messages' with one of role user.", "prompt");
    }

    private static Message Message(JsonElement item, string path)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            throw new AiException(AiErrorKind.InvalidRequest, $"'{path}' must be an object with role and content.", path);
        }

        var reader = new OwnFields(item, path + ".");
        reader.RefuseOthers(["role", "content"]);
        var role = reader.Text("role") switch
        {
            "system" => MessageRole.System,
            "user" => MessageRole.User,
            "assistant" => MessageRole.Assistant,
            _ => throw new AiException(AiErrorKind.InvalidRequest, $"'{path}.role' must be system, user or assistant.", $"{path}.role"),
        };
        return new Message(role, [new TextPart(reader.Text("content") ?? throw new AiException(AiErrorKind.InvalidRequest, $"'{path}.content' is missing.", $"{path}.content"))]);
    }

    private static int? Positive(long? value, string name)
        => value is null ? null : value is > 0 and <= int.MaxValue ? (int)value : throw new AiException(AiErrorKind.InvalidRequest, $"'{name}' must be a positive integer.", name);
}
