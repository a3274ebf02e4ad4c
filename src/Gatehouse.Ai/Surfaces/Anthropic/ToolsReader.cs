using System.Buffers;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Surfaces.Reading;

namespace Gatehouse.Ai.Surfaces.Anthropic;

/// <summary>Reads <c>tools</c> and <c>tool_choice</c>.</summary>
internal static class ToolsReader
{
    private const int MaxName = 128;

    private static readonly SearchValues<char> NameChars = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    public static IReadOnlyList<Tool> Tools(Field? tools, List<ForeignField> foreign)
        => tools is { } list ? [.. list.Items().Select(tool => Read(tool, foreign))] : [];

    /// <summary>The choice, and whether parallel calls are welcome.</summary>
    public static (ToolChoice? Choice, bool? IsParallel) Choice(Field? choice, List<ForeignField> foreign)
    {
        if (choice is not { } field)
        {
            return (null, null);
        }

        field.KeepOthers(foreign, areHints: false, "type", "name", "disable_parallel_tool_use");
        bool? isParallel = field.Of("disable_parallel_tool_use") is { } disabled ? !disabled.Flag() : null;
        return (field.Need("type").Word("auto", "any", "tool", "none") switch
        {
            "any" => new ToolChoice(ToolChoiceKind.Required),
            "tool" => new ToolChoice(ToolChoiceKind.Named, field.Need("name").SomeText()),
            "none" => new ToolChoice(ToolChoiceKind.None),
            _ => new ToolChoice(ToolChoiceKind.Auto),
        }, isParallel);
    }

    private static Tool Read(Field tool, List<ForeignField> foreign)
    {
        string type = tool.Of("type")?.SomeText() ?? "custom";
        if (type == "function")
        {
            // Another dialect's shape, sent here by mistake: the vendor would not know the tool.
            throw tool.Need("type").Wrong("custom or the type of a server tool; a tool has name and input_schema");
        }

        string name = tool.Of("name")?.SomeText() ?? (type == "custom" ? tool.Need("name").Text() : type);
        if (type != "custom")
        {
            // Tools that the vendor runs itself, or whose definition it knows (web_search_…, bash_…, computer_…).
            return new Tool(name) { Foreign = new ForeignPart(Dialect.Anthropic, type, tool.Kept), Cache = CacheMarks.Read(tool) };
        }

        if (name.Length > MaxName || name.AsSpan().ContainsAnyExcept(NameChars))
        {
            throw tool.Need("name").Wrong("1 to 128 letters, digits, underscores or hyphens");
        }

        tool.KeepOthers(foreign, areHints: true, "type", "name", "description", "input_schema", "strict", "cache_control");
        return new Tool(name)
        {
            Description = tool.Of("description")?.Text(),
            Parameters = tool.Need("input_schema").Object().Kept,
            IsStrict = tool.Of("strict")?.Flag(),
            Cache = CacheMarks.Read(tool),
        };
    }
}
