using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Surfaces.Reading;

namespace Gatehouse.Ai.Surfaces.Anthropic;

/// <summary>Reads the body of a message. Strict about what it knows; members it does not know become foreign fields.</summary>
internal static class MessagesReader
{
    /// <summary>Reads a request; <paramref name="needsMaxTokens"/> is false for counting. Throws <see cref="AiException"/>.</summary>
    public static ChatRequest Read(in ClientCall call, bool needsMaxTokens)
    {
        using var document = RequestBody.Parse(call.Body);
        var root = RequestBody.Root(document);
        var foreign = new List<ForeignField>();
        root.KeepOthers(
            foreign, areHints: false,
            "model", "max_tokens", "messages", "system", "stop_sequences", "stream", "temperature", "top_p", "top_k", "tools", "tool_choice", "thinking",
            "output_config", "output_format", "metadata", "service_tier", "cache_control");
        if (root.Of("cache_control") is { } mark)
        {
            // Automatic caching: only cheaper, never another answer.
            foreign.Add(new ForeignField("cache_control", mark.Object().Kept) { IsHint = true });
        }

        var (choice, isParallel) = ToolsReader.Choice(root.Of("tool_choice"), foreign);
        return new ChatRequest
        {
            Model = root.Need("model").SomeText(),
            Format = WireFormat.AnthropicMessages,
            MaxOutputTokens = (needsMaxTokens ? root.Need("max_tokens") : root.Of("max_tokens"))?.Whole(1),
            Messages = Messages(root, foreign),
            IsStream = root.Of("stream")?.Flag() ?? false,
            WantsUsage = true,
            Tools = ToolsReader.Tools(root.Of("tools"), foreign),
            ToolChoice = choice,
            ParallelToolCalls = isParallel,
            Temperature = root.Of("temperature")?.Number(0, 1),
            TopP = root.Of("top_p")?.Number(0, 1),
            TopK = root.Of("top_k")?.Whole(0),
            StopSequences = root.Of("stop_sequences")?.Texts() ?? [],
            Reasoning = ReasoningReader.Read(root.Of("thinking"), root.Of("output_config"), foreign),
            ResponseFormat = Format(root, foreign),
            User = User(root.Of("metadata"), foreign),
            ServiceTier = root.Of("service_tier")?.Word("auto", "standard_only"),
            Betas = AnthropicHeaders.Betas(call.Headers),
            Foreign = foreign,
        };
    }

    private static List<Message> Messages(Field root, List<ForeignField> foreign)
    {
        var list = root.Need("messages");
        var messages = new List<Message>();
        if (root.Of("system") is { } system)
        {
            messages.Add(new Message(MessageRole.System, BlocksReader.Content(system, MessageRole.System, foreign)));
        }

        int before = messages.Count;
        foreach (var item in list.Items())
        {
            item.KeepOthers(foreign, areHints: false, "role", "content");
            var role = item.Need("role").Word("user", "assistant", "system") switch
            {
                "user" => MessageRole.User,
                "assistant" => MessageRole.Assistant,
                _ => MessageRole.System,
            };
            messages.Add(new Message(role, BlocksReader.Content(item.Need("content"), role, foreign)));
        }

        return messages.Count > before ? messages : throw list.Wrong("an array with at least one message");
    }

    private static ResponseFormat? Format(Field root, List<ForeignField> foreign)
    {
        // output_format is the name it had while it was a preview.
        var field = root.Of("output_config")?.Of("format") ?? root.Of("output_format");
        if (field is not { } format)
        {
            return null;
        }

        format.Need("type").Word("json_schema");
        format.KeepOthers(foreign, areHints: false, "type", "schema", "name");
        return new ResponseFormat(ResponseFormatKind.JsonSchema)
        {
            Name = format.Of("name")?.Text(),
            Schema = format.Need("schema").Object().Kept,
        };
    }

    private static string? User(Field? metadata, List<ForeignField> foreign)
    {
        if (metadata is not { } field)
        {
            return null;
        }

        field.KeepOthers(foreign, areHints: true, "user_id");
        return field.Of("user_id")?.Text();
    }
}
