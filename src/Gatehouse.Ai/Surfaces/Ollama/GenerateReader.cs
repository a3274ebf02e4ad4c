using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Surfaces.Reading;

namespace Gatehouse.Ai.Surfaces.Ollama;

/// <summary>
/// Reads the body of <c>/api/generate</c>. What bypasses the model's own chat template (<c>raw</c>, <c>template</c>, <c>suffix</c>) cannot be asked of a model
/// behind a gateway and is refused; <c>context</c> is the vendor's own shorthand for an earlier answer and is reported.
/// </summary>
internal static class GenerateReader
{
    public static ChatRequest Read(in ClientCall call)
    {
        using var document = RequestBody.Parse(call.Body);
        var root = RequestBody.Root(document);
        var foreign = new List<ForeignField>();
        root.KeepOthers(
            foreign, areHints: false,
            "model", "prompt", "system", "images", "stream", "format", "options", "think", "keep_alive", "logprobs", "top_logprobs", "raw", "template", "suffix", "context");
        Refuse(root.Of("raw")?.Flag() == true, "raw");
        Refuse(root.Of("template")?.Text() is { Length: > 0 }, "template");
        Refuse(root.Of("suffix")?.Text() is { Length: > 0 }, "suffix");
        if (root.Of("context") is { } context && (context.Value.ValueKind != JsonValueKind.Array ? throw context.Wrong("an array") : context.Value.GetArrayLength() > 0))
        {
            foreign.Add(new ForeignField("context", context.Kept));
        }

        var request = new ChatRequest
        {
            Model = root.Need("model").SomeText(),
            Format = WireFormat.OllamaGenerate,
            Messages = MessagesOf(root),
        };
        return OllamaOptions.Apply(request, root, foreign);
    }

    private static List<Message> MessagesOf(Field root)
    {
        string prompt = root.Of("prompt")?.Text() ?? "";
        var parts = new List<Part>();
        if (prompt.Length > 0)
        {
            parts.Add(new TextPart(prompt));
        }

        parts.AddRange(MessageReader.Images(root));
        var messages = new List<Message>();
        if (parts.Count > 0)
        {
            if (root.Of("system")?.Text() is { Length: > 0 } system)
            {
                messages.Add(new Message(MessageRole.System, [new TextPart(system)]));
            }

            messages.Add(new Message(MessageRole.User, parts));
        }

        return messages;
    }

    private static void Refuse(bool isAsked, string field)
    {
        if (isAsked)
        {
            throw new AiException(AiErrorKind.Unsupported, $"'{field}' cannot be honoured: prompts go through the model's own chat template here. Use /api/chat.", field);
        }
    }
}
