using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.OpenAi.Chat;

/// <summary>Reads tools and the choice among them, in the nested shape of chat completions and the flat one of responses.</summary>
internal static class ChatToolReader
{
    private const int MaxTools = 1024;
    private const int MaxName = 128;

    /// <summary>The tools, in their order. Functions lie in <c>function</c> unless <paramref name="isFlat"/>.</summary>
    public static IReadOnlyList<Tool> ReadTools(StrictObject body, bool isFlat = false)
    {
        if (body.Array("tools") is not { } array)
        {
            return [];
        }

        if (array.GetArrayLength() > MaxTools)
        {
            throw StrictObject.Wrong("tools", $"must have at most {MaxTools} elements");
        }

        var tools = new List<Tool>(array.GetArrayLength());
        foreach (var element in array.EnumerateArray())
        {
            tools.Add(ReadTool(new StrictObject(element, $"tools[{tools.Count}]"), isFlat));
        }

        return tools;
    }

    /// <summary>The choice; kinds that only OpenAI has (custom, allowed_tools) become foreign fields.</summary>
    public static ToolChoice? ReadChoice(StrictObject body, IReadOnlyList<Tool> tools, List<ForeignField> foreign, bool isFlat = false)
    {
        if (!body.TryFind("tool_choice", out var choice))
        {
            return null;
        }

        if (choice.ValueKind == JsonValueKind.String)
        {
            return body.Word("tool_choice", "none", "auto", "required") switch
            {
                "none" => new ToolChoice(ToolChoiceKind.None),
                "required" => new ToolChoice(ToolChoiceKind.Required),
                _ => new ToolChoice(ToolChoiceKind.Auto),
            };
        }

        var chosen = new StrictObject(choice, "tool_choice");
        if (chosen.RequiredText("type") != "function")
        {
            foreign.Add(new ForeignField("tool_choice", choice));
            return null;
        }

        var named = isFlat ? chosen : chosen.Object("function") ?? throw chosen.Missing("function");
        var name = named.RequiredText("name", MaxName);
        return tools.Any(t => t.Foreign is null && t.Name == name) ? new ToolChoice(ToolChoiceKind.Named, name) : throw StrictObject.Wrong(named.At("name"), "names no function of 'tools'");
    }

    /// <summary>A mark that vendors in front of Anthropic take at any object.</summary>
    public static CacheMark ReadCacheMark(StrictObject holder)
    {
        if (holder.Object("cache_control") is not { } mark)
        {
            return CacheMark.None;
        }

        mark.Word("type", "ephemeral");
        return mark.Word("ttl", "5m", "1h") == "1h" ? CacheMark.OneHour : CacheMark.FiveMinutes;
    }

    private static Tool ReadTool(StrictObject tool, bool isFlat)
    {
        var type = tool.RequiredText("type");
        if (type != "function")
        {
            return new Tool(NameOf(tool) ?? type) { Foreign = new ForeignPart(Dialect.OpenAi, type, tool.Element) };
        }

        var function = isFlat ? tool : tool.Object("function") ?? throw tool.Missing("function");
        return new Tool(function.RequiredText("name", MaxName))
        {
            Description = function.Text("description"),
            Parameters = function.RawObject("parameters"),
            IsStrict = function.Flag("strict"),
            Cache = ReadCacheMark(tool),
        };
    }

    private static string? NameOf(StrictObject tool)
        => tool.Element.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String && name.GetString() is { Length: > 0 and <= MaxName } text ? text : null;
}
