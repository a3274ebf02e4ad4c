using System.Collections.Frozen;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.OpenAi.Chat;

/// <summary>Reads the conversation: one canonical message for each of the client's, so that their numbers are the same.</summary>
internal sealed class ChatMessageReader(List<ForeignField> foreign)
{
    private static readonly FrozenSet<string> OfAll = FrozenSet.Create("role", "content", "name");

    private static readonly FrozenSet<string> OfTools = FrozenSet.Create("role", "content", "name", "tool_call_id");

    private static readonly FrozenSet<string> OfAssistant = FrozenSet.Create(
        "role", "content", "name", "refusal", "tool_calls", "reasoning_content", "reasoning", "thinking_blocks", "reasoning_details");

    private static readonly FrozenSet<string> OfCall = FrozenSet.Create("id", "type", "function");

    private static readonly FrozenSet<string> OfFunction = FrozenSet.Create("name", "arguments");

    // Names of tools by the id of their call: results do not repeat them.
    private readonly Dictionary<string, string> _calls = new(StringComparer.Ordinal);

    /// <summary>The messages; at least one.</summary>
    public IReadOnlyList<Message> Read(StrictObject body)
    {
        var array = body.Array("messages") ?? throw body.Missing("messages");
        if (array.GetArrayLength() == 0)
        {
            throw StrictObject.Wrong("messages", "must not be empty");
        }

        var messages = new List<Message>(array.GetArrayLength());
        foreach (var element in array.EnumerateArray())
        {
            messages.Add(ReadOne(new StrictObject(element, $"messages[{messages.Count}]")));
        }

        return messages;
    }

    private Message ReadOne(StrictObject message) => message.RequiredText("role") switch
    {
        "system" => ReadPlain(message, MessageRole.System),
        "developer" => ReadPlain(message, MessageRole.System) with { IsDeveloper = true },
        "user" => ReadPlain(message, MessageRole.User),
        "assistant" => ReadAssistant(message),
        "tool" => ReadResult(message),
        // OpenAI's calls before there were tools; only OpenAI can be sent them.
        "function" => new Message(MessageRole.User, [new ForeignPart(Dialect.OpenAi, "message", message.Element)]),
        _ => throw StrictObject.Wrong(message.At("role"), "must be one of developer, system, user, assistant, tool"),
    };

    private Message ReadPlain(StrictObject message, MessageRole role)
    {
        AddForeign(message, OfAll);
        return new Message(role, ChatContentReader.Read(message, foreign)) { Name = message.Text("name") };
    }

    private Message ReadResult(StrictObject message)
    {
        AddForeign(message, OfTools);
        var id = message.RequiredText("tool_call_id");
        var name = message.Text("name") ?? _calls.GetValueOrDefault(id);
        return new Message(MessageRole.User, [new ToolResultPart(id, name, ChatContentReader.Read(message, foreign))]);
    }

    private Message ReadAssistant(StrictObject message)
    {
        AddForeign(message, OfAssistant);
        var parts = new List<Part>();
        ChatReasoningReader.Read(message, parts);
        var calls = message.Array("tool_calls");
        bool hasContent = message.TryFind("content", out _);
        if (hasContent)
        {
            // Some vendors refuse empty text beside calls.
            parts.AddRange(ChatContentReader.Read(message, foreign).Where(p => calls is null || p is not TextPart { Text: "" }));
        }

        if (message.Text("refusal") is { Length: > 0 } refusal)
        {
            parts.Add(new RefusalPart(refusal));
        }

        if (calls is { } array)
        {
            ReadCalls(message, array, parts);
        }

        if (parts.Count == 0 && !hasContent && calls is null && !message.TryFind("function_call", out _) && !message.TryFind("audio", out _))
        {
            throw message.Missing("content");
        }

        return new Message(MessageRole.Assistant, parts) { Name = message.Text("name") };
    }

    private void ReadCalls(StrictObject message, JsonElement array, List<Part> parts)
    {
        int index = 0;
        foreach (var element in array.EnumerateArray())
        {
            var call = new StrictObject(element, $"{message.At("tool_calls")}[{index++}]");
            if (call.Text("type") is not (null or "function"))
            {
                parts.Add(new ForeignPart(Dialect.OpenAi, "tool_calls", element));
                continue;
            }

            var function = call.Object("function") ?? throw call.Missing("function");
            foreign.AddRange(call.Others(OfCall).Select(f => f with { IsHint = f.Path.EndsWith("].index", StringComparison.Ordinal) }));
            foreign.AddRange(function.Others(OfFunction));
            var part = new ToolCallPart(call.RequiredText("id"), function.RequiredText("name", 128), function.Text("arguments") ?? "");
            _calls[part.Id] = part.Name;
            parts.Add(part);
        }
    }

    private void AddForeign(StrictObject message, FrozenSet<string> known)
    {
        // What a message of the model was annotated with says nothing to the model.
        foreign.AddRange(message.Others(known).Select(f => f with { IsHint = f.Path.EndsWith(".annotations", StringComparison.Ordinal) }));
    }
}
