using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.Bedrock;

/// <summary>Reads content blocks. Those that only Bedrock has are kept whole, for a provider that knows them.</summary>
internal static class ConverseContentReader
{
    /// <summary>Reads an array of blocks; a cache point becomes a mark on the piece before it.</summary>
    public static List<Part> Read(ConverseField blocks)
    {
        var parts = new List<Part>();
        foreach (var block in blocks.Items())
        {
            var (kind, field) = block.Union();
            if (kind != "cachePoint")
            {
                parts.Add(ReadBlock(kind, field));
            }
            else if (parts.Count > 0)
            {
                parts[^1] = parts[^1] with { Cache = ReadCachePoint(field) };
            }
            else
            {
                throw block.Wrong("behind what shall be cached");
            }
        }

        return parts;
    }

    /// <summary>Reads a cache point.</summary>
    public static CacheMark ReadCachePoint(ConverseField point)
    {
        var mark = CacheMark.FiveMinutes;
        foreach (var (name, field) in point.Members())
        {
            switch (name)
            {
                case "type" when field.Text() == "default":
                    break;
                case "ttl":
                    mark = field.Text() switch { "5m" => CacheMark.FiveMinutes, "1h" => CacheMark.OneHour, _ => throw field.Wrong("5m or 1h") };
                    break;
                default:
                    field.Keep();
                    break;
            }
        }

        return mark;
    }

    private static Part ReadBlock(string kind, ConverseField field) => kind switch
    {
        "text" => new TextPart(field.Text()),
        "image" => ConverseMediaReader.ReadImage(field),
        "document" => ConverseMediaReader.ReadDocument(field),
        "audio" => ConverseMediaReader.ReadSound(field),
        "toolUse" => ReadCall(field),
        "toolResult" => ReadResult(field),
        "reasoningContent" => ReadReasoning(field),
        _ => new ForeignPart(Dialect.Bedrock, kind, field.Value),
    };

    private static ToolCallPart ReadCall(ConverseField call)
    {
        string? id = null;
        string? tool = null;
        string arguments = "{}";
        foreach (var (name, field) in call.Members())
        {
            switch (name)
            {
                case "toolUseId":
                    id = field.Text();
                    break;
                case "name":
                    tool = field.Text();
                    break;
                case "input":
                    arguments = field.Value.GetRawText();
                    break;
                default:
                    field.Keep();
                    break;
            }
        }

        return id is not null && tool is not null ? new(id, tool, arguments) : throw call.Wrong("an object with toolUseId, name and input");
    }

    private static ToolResultPart ReadResult(ConverseField result)
    {
        string? id = null;
        List<Part> content = [];
        bool isError = false;
        foreach (var (name, field) in result.Members())
        {
            switch (name)
            {
                case "toolUseId":
                    id = field.Text();
                    break;
                case "content":
                    content.AddRange(field.Items().Select(static b => b.Union()).Select(static b => ReadResultBlock(b.Name, b.Field)));
                    break;
                case "status":
                    isError = field.Text() switch { "error" => true, "success" => false, _ => throw field.Wrong("success or error") };
                    break;
                default:
                    field.Keep();
                    break;
            }
        }

        return id is not null ? new(id, null, content) { IsError = isError } : throw result.Wrong("an object with toolUseId and content");
    }

    // JSON as a result is text to every other vendor; what it says is the same.
    private static Part ReadResultBlock(string kind, ConverseField field)
        => kind is "json" ? new TextPart(field.Value.GetRawText()) : kind is "toolUse" or "toolResult" ? throw field.Wrong("no tool inside a result") : ReadBlock(kind, field);

    private static ReasoningPart ReadReasoning(ConverseField reasoning)
    {
        var (kind, field) = reasoning.Union();
        if (kind == "redactedContent")
        {
            var (origin, hidden) = ProofText.ReadRedacted(field.Base64());
            return new("") { Redacted = hidden, Origin = origin };
        }

        if (kind != "reasoningText")
        {
            throw reasoning.Wrong("reasoningText or redactedContent");
        }

        var part = new ReasoningPart("") { Origin = Dialect.Bedrock };
        foreach (var (name, value) in field.Members())
        {
            switch (name)
            {
                case "text":
                    part = part with { Text = value.Text() };
                    break;
                case "signature":
                    var (origin, signature) = SignatureTag.Take(value.Text(), Dialect.Bedrock);
                    part = part with { Signature = signature, Origin = origin };
                    break;
                default:
                    value.Keep();
                    break;
            }
        }

        return part;
    }
}
