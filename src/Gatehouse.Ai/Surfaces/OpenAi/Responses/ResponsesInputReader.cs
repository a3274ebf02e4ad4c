using System.Collections.Frozen;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.OpenAi.Responses;

/// <summary>
/// Reads instructions and input items. What the model said, thought and called between two turns becomes one message of it, results of tools one
/// message of the user, as other dialects demand.
/// </summary>
internal sealed class ResponsesInputReader
{
    // id and status come with items of an answer that is played back.
    private static readonly FrozenSet<string> OfMessage = FrozenSet.Create("type", "role", "content", "id", "status");
    private static readonly FrozenSet<string> OfCall = FrozenSet.Create("type", "call_id", "name", "arguments", "id", "status");
    private static readonly FrozenSet<string> OfOutput = FrozenSet.Create("type", "call_id", "output", "id", "status");

    private readonly List<Message> _messages = [];
    private readonly List<Part> _parts = [];
    private readonly Dictionary<string, string> _calls = new(StringComparer.Ordinal);
    private MessageRole _role;

    private readonly List<ForeignField> _foreign;

    private ResponsesInputReader(List<ForeignField> foreign) => _foreign = foreign;

    /// <summary>The conversation; at least one message.</summary>
    public static IReadOnlyList<Message> Read(StrictObject body, List<ForeignField> foreign)
    {
        var reader = new ResponsesInputReader(foreign);
        if (body.Text("instructions") is { Length: > 0 } instructions)
        {
            reader._messages.Add(new Message(MessageRole.System, [new TextPart(instructions)]) { IsDeveloper = true });
        }

        if (!body.TryFind("input", out var input))
        {
            throw body.Missing("input");
        }

        reader.ReadInput(input);
        reader.Flush();
        return reader._messages;
    }

    private void ReadInput(JsonElement input)
    {
        if (input.ValueKind == JsonValueKind.String)
        {
            _messages.Add(new Message(MessageRole.User, [new TextPart(input.GetString()!)]));
            return;
        }

        if (input.ValueKind != JsonValueKind.Array)
        {
            throw StrictObject.Wrong("input", "must be a string or an array of items");
        }

        if (input.GetArrayLength() == 0)
        {
            throw StrictObject.Wrong("input", "must not be empty");
        }

        int index = 0;
        foreach (var element in input.EnumerateArray())
        {
            ReadItem(new StrictObject(element, $"input[{index++}]"));
        }
    }

    private void ReadItem(StrictObject item)
    {
        var type = item.Text("type") ?? "message";
        switch (type)
        {
            case "message":
                ReadMessage(item);
                break;
            case "function_call":
                AddForeign(item, OfCall);
                var call = new ToolCallPart(item.RequiredText("call_id"), item.RequiredText("name", 128), item.Text("arguments") ?? throw item.Missing("arguments"));
                _calls[call.Id] = call.Name;
                Add(MessageRole.Assistant, call);
                break;
            case "function_call_output":
                AddForeign(item, OfOutput);
                var id = item.RequiredText("call_id");
                Add(MessageRole.User, new ToolResultPart(id, _calls.GetValueOrDefault(id), ResponsesContentReader.Read(item, "output", _foreign)));
                break;
            case "reasoning":
                Add(MessageRole.Assistant, ResponsesReasoning.Read(item));
                break;
            case "item_reference":
                throw new AiException(new AiError(AiErrorKind.Unsupported, $"'{item.Path}' refers to an item that is kept elsewhere; send the item itself.") { Field = item.Path });
            default:
                // Tools that run at OpenAI: results belong to the user's side.
                Add(type.EndsWith("_output", StringComparison.Ordinal) ? MessageRole.User : MessageRole.Assistant, new ForeignPart(Dialect.OpenAi, type, item.Element));
                break;
        }
    }

    private void ReadMessage(StrictObject item)
    {
        var role = item.RequiredText("role");
        AddForeign(item, OfMessage);
        var parts = ResponsesContentReader.Read(item, "content", _foreign);
        if (role == "assistant")
        {
            foreach (var part in parts)
            {
                Add(MessageRole.Assistant, part);
            }

            return;
        }

        Flush();
        _messages.Add(role switch
        {
            "user" => new Message(MessageRole.User, parts),
            "system" => new Message(MessageRole.System, parts),
            "developer" => new Message(MessageRole.System, parts) { IsDeveloper = true },
            _ => throw StrictObject.Wrong(item.At("role"), "must be one of user, assistant, system, developer"),
        });
    }

    private void AddForeign(StrictObject item, FrozenSet<string> known) => _foreign.AddRange(item.Others(known));

    private void Add(MessageRole role, Part part)
    {
        if (role != _role)
        {
            Flush();
        }

        _role = role;
        _parts.Add(part);
    }

    private void Flush()
    {
        if (_parts.Count > 0)
        {
            _messages.Add(new Message(_role, [.. _parts]));
            _parts.Clear();
        }
    }
}
