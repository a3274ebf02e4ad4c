using System.Buffers.Text;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Surfaces.Reading;

namespace Gatehouse.Ai.Surfaces.Ollama;

/// <summary>Reads one message: text, images in base64, thought, calls with arguments as objects, results of tools as a role of their own.</summary>
internal static class MessageReader
{
    public static Message Read(Field message, CallBook calls, List<ForeignField> foreign)
    {
        message.KeepOthers(foreign, areHints: false, "role", "content", "thinking", "images", "tool_calls", "tool_name", "tool_call_id", "name");
        string role = message.Need("role").Word("system", "user", "assistant", "tool");
        var parts = new List<Part>();
        if (message.Of("thinking")?.Text() is { Length: > 0 } thought)
        {
            parts.Add(new ReasoningPart(thought));
        }

        string content = message.Of("content")?.Text() ?? "";
        bool isTool = role == "tool";
        if (content.Length > 0 || isTool)
        {
            parts.Add(new TextPart(content));
        }

        parts.AddRange(Images(message));
        if (isTool)
        {
            return Result(message, parts, calls);
        }

        if (message.Of("tool_calls") is { } list)
        {
            parts.AddRange(list.Items().Select(call => Call(call, calls, foreign)));
        }

        return new Message(role switch { "system" => MessageRole.System, "user" => MessageRole.User, _ => MessageRole.Assistant }, parts);
    }

    /// <summary>Images of a message or a prompt; data URLs are taken too.</summary>
    public static IEnumerable<ImagePart> Images(Field owner)
    {
        if (owner.Of("images") is not { } images)
        {
            yield break;
        }

        foreach (var item in images.Items())
        {
            string data = item.SomeText();
            string? type = null;
            if (data.StartsWith("data:", StringComparison.OrdinalIgnoreCase) && data.IndexOf(";base64,", StringComparison.OrdinalIgnoreCase) is var comma and > 0)
            {
                type = data[5..comma];
                data = data[(comma + 8)..];
            }

            if (data.Length == 0 || !Base64.IsValid(data))
            {
                throw item.Wrong("an image in base64");
            }

            yield return new ImagePart(new MediaSource { Base64 = data, MediaType = type });
        }
    }

    private static ToolCallPart Call(Field call, CallBook calls, List<ForeignField> foreign)
    {
        call.KeepOthers(foreign, areHints: true, "id", "type", "function");
        var function = call.Need("function");
        function.KeepOthers(foreign, areHints: true, "index", "name", "arguments", "description");
        string name = function.Need("name").SomeText();
        var arguments = function.Of("arguments");
        return new ToolCallPart(calls.Call(call.Of("id")?.Text(), name), name, arguments?.Object().Value.GetRawText() ?? "{}");
    }

    private static Message Result(Field message, List<Part> parts, CallBook calls)
    {
        string? id = message.Of("tool_call_id")?.Text();
        string? name = message.Of("tool_name")?.Text() ?? message.Of("name")?.Text();
        var call = calls.Result(id, name);
        string known = call?.Id ?? id ?? throw message.Wrong("the answer to a tool call before it");
        return new Message(MessageRole.User, [new ToolResultPart(known, name ?? call?.Name, parts)]);
    }
}
