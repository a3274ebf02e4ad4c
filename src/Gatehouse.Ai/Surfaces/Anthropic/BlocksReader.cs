using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Surfaces.Reading;

namespace Gatehouse.Ai.Surfaces.Anthropic;

/// <summary>Reads content: a string or blocks. Blocks of server tools and kinds yet unknown are kept whole as foreign parts.</summary>
internal static class BlocksReader
{
    /// <summary>Content of a message, of <c>system</c> (text only) or of a tool's result (<paramref name="isResult"/>).</summary>
    public static IReadOnlyList<Part> Content(Field content, MessageRole role, List<ForeignField> foreign, bool isResult = false)
    {
        if (content.IsText)
        {
            return [new TextPart(content.Text())];
        }

        if (!content.IsArray)
        {
            throw content.Wrong("a string or an array of content blocks");
        }

        var parts = new List<Part>(content.Value.GetArrayLength());
        foreach (var block in content.Items())
        {
            parts.Add(Block(block, role, foreign, isResult));
        }

        return parts;
    }

    private static Part Block(Field block, MessageRole role, List<ForeignField> foreign, bool isResult)
    {
        var type = block.Need("type");
        string name = type.SomeText();
        if (!IsAllowed(name, role, isResult))
        {
            throw type.Wrong(role == MessageRole.System ? "text" : $"a block that {(isResult ? "a tool_result" : role == MessageRole.User ? "a user message" : "an assistant message")} can hold");
        }

        return name switch
        {
            "text" => Text(block, foreign),
            "image" => Image(block, foreign),
            "document" => DocumentReader.Read(block, foreign),
            "tool_use" => ToolUse(block, foreign),
            "tool_result" => ToolResult(block, foreign),
            "thinking" => Thinking(block, foreign),
            "redacted_thinking" => Redacted(block, foreign),
            _ => new ForeignPart(Dialect.Anthropic, name, block.Kept) { Cache = CacheMarks.Read(block) },
        };
    }

    private static bool IsAllowed(string type, MessageRole role, bool isResult) => type switch
    {
        "text" => true,
        _ when role == MessageRole.System => false,
        "image" => role == MessageRole.User,
        "tool_result" => role == MessageRole.User && !isResult,
        "tool_use" or "thinking" or "redacted_thinking" => role == MessageRole.Assistant,
        _ => true,
    };

    private static TextPart Text(Field block, List<ForeignField> foreign)
    {
        block.KeepOthers(foreign, areHints: false, "type", "text", "cache_control", "citations");
        if (block.Of("citations") is { IsArray: true } citations && citations.Value.GetArrayLength() > 0)
        {
            // Where an earlier answer found what it says: for the vendor that wrote it.
            foreign.Add(new ForeignField(citations.Path.ToString(), citations.Kept) { IsHint = true });
        }

        return new TextPart(block.Need("text").Text()) { Cache = CacheMarks.Read(block) };
    }

    private static ImagePart Image(Field block, List<ForeignField> foreign)
    {
        block.KeepOthers(foreign, areHints: false, "type", "source", "cache_control");
        return new ImagePart(MediaReader.Image(block.Need("source"))) { Cache = CacheMarks.Read(block) };
    }

    private static ToolCallPart ToolUse(Field block, List<ForeignField> foreign)
    {
        block.KeepOthers(foreign, areHints: true, "type", "id", "name", "input", "cache_control");
        return new ToolCallPart(block.Need("id").SomeText(), block.Need("name").SomeText(), block.Need("input").Object().Value.GetRawText())
        {
            Cache = CacheMarks.Read(block),
        };
    }

    private static ToolResultPart ToolResult(Field block, List<ForeignField> foreign)
    {
        block.KeepOthers(foreign, areHints: false, "type", "tool_use_id", "content", "is_error", "cache_control");
        var content = block.Of("content") is { } inner ? Content(inner, MessageRole.User, foreign, isResult: true) : [];
        return new ToolResultPart(block.Need("tool_use_id").SomeText(), null, content)
        {
            IsError = block.Of("is_error")?.Flag() ?? false,
            Cache = CacheMarks.Read(block),
        };
    }

    private static ReasoningPart Thinking(Field block, List<ForeignField> foreign)
    {
        block.KeepOthers(foreign, areHints: false, "type", "thinking", "signature", "cache_control");
        var (origin, signature) = Seals.Take(block.Of("signature")?.Text());
        return new ReasoningPart(block.Need("thinking").Text()) { Signature = signature, Origin = origin };
    }

    private static ReasoningPart Redacted(Field block, List<ForeignField> foreign)
    {
        block.KeepOthers(foreign, areHints: false, "type", "data", "cache_control");
        var (origin, data) = Seals.Take(block.Need("data").SomeText());
        return new ReasoningPart("") { Redacted = data, Origin = origin };
    }
}
