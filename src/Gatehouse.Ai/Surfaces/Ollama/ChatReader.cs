using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Surfaces.Reading;

namespace Gatehouse.Ai.Surfaces.Ollama;

/// <summary>Reads the body of <c>/api/chat</c>.</summary>
internal static class ChatReader
{
    public static ChatRequest Read(in ClientCall call)
    {
        using var document = RequestBody.Parse(call.Body);
        var root = RequestBody.Root(document);
        var foreign = new List<ForeignField>();
        root.KeepOthers(
            foreign, areHints: false,
            "model", "messages", "stream", "format", "tools", "options", "think", "keep_alive", "logprobs", "top_logprobs");
        var request = new ChatRequest
        {
            Model = root.Need("model").SomeText(),
            Format = WireFormat.OllamaChat,
            Messages = MessagesOf(root.Of("messages"), foreign),
            Tools = root.Of("tools") is { } tools ? [.. tools.Items().Select(t => ToolOf(t, foreign))] : [],
        };
        return OllamaOptions.Apply(request, root, foreign);
    }

    private static List<Message> MessagesOf(Field? messages, List<ForeignField> foreign)
    {
        var list = new List<Message>();
        if (messages is not { } field)
        {
            return list;
        }

        // Calls without an id get one by their order, and results without one answer the calls of the same name in that order.
        var calls = new CallBook();
        foreach (var item in field.Items())
        {
            list.Add(MessageReader.Read(item, calls, foreign));
        }

        return list;
    }

    private static Tool ToolOf(Field tool, List<ForeignField> foreign)
    {
        tool.KeepOthers(foreign, areHints: false, "type", "function");
        tool.Of("type")?.Word("function");
        var function = tool.Need("function");
        function.KeepOthers(foreign, areHints: false, "name", "description", "parameters", "strict");
        return new Tool(function.Need("name").SomeText())
        {
            Description = function.Of("description")?.Text(),
            Parameters = function.Of("parameters") is { } parameters ? parameters.Object().Kept : default,
            IsStrict = function.Of("strict")?.Flag(),
        };
    }
}
