using System.Collections.Frozen;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.OpenAi.Chat;

/// <summary>Reads tools and the choice among them, in the nested shape of chat completions and the flat one of responses.</summary>
internal static class ChatToolReader
{
    private const int MaxTools = 1024;
    private const int MaxName = 128;

    private static readonly FrozenSet<string> OfTool = FrozenSet.Create("type", "function", "cache_control");
    private static readonly FrozenSet<string> OfFunction = FrozenSet.Create("name", "description", "parameters", "strict");
    private static readonly FrozenSet<string> OfFlatTool = FrozenSet.Create("type", "cache_control", "name", "description", "parameters", "strict");
    private static readonly FrozenSet<string> OfChoice = FrozenSet.Create("type", "function");
    private static readonly FrozenSet<string> OfName = FrozenSet.Create("name");
    private static readonly FrozenSet<string> OfFlatChoice = FrozenSet.Create("type", "name");

    /// <summary>The tools, in their order. Functions lie in <c>function</c> unless <paramref name="isFlat"/>.</summary>
    public static IReadOnlyList<Tool> ReadTools(StrictObject body, List<ForeignField> foreign, bool isFlat = false)
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
            tools.Add(ReadTool(new StrictObject(element, $"tools[{tools.Count}]"), foreign, isFlat));
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
        foreign.AddRange(chosen.Others(isFlat ? OfFlatChoice : OfChoice));
        if (!isFlat)
        {
            foreign.AddRange(named.Others(OfName));
        }

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

    private static Tool ReadTool(StrictObject tool, List<ForeignField> foreign, bool isFlat)
    {
        var type = tool.RequiredText("type");
        if (type != "function")
        {
            return new Tool(NameOf(tool) ?? type) { Foreign = new ForeignPart(Dialect.OpenAi, type, tool.Element) };
        }

        var function = isFlat ? tool : tool.Object("function") ?? throw tool.Missing("function");
        foreign.AddRange(tool.Others(isFlat ? OfFlatTool : OfTool));
        if (!isFlat)
        {
            foreign.AddRange(function.Others(OfFunction));
        }

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
