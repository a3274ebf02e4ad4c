using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.Bedrock;

/// <summary>Reads <c>toolConfig</c>.</summary>
internal static class ConverseToolsReader
{
    public static ChatRequest Read(ChatRequest request, ConverseField config)
    {
        foreach (var (name, field) in config.Members())
        {
            switch (name)
            {
                case "tools":
                    request = request with { Tools = ReadTools(field) };
                    break;
                case "toolChoice":
                    request = request with { ToolChoice = ReadChoice(field) };
                    break;
                default:
                    field.Keep();
                    break;
            }
        }

        return request;
    }

    private static List<Tool> ReadTools(ConverseField list)
    {
        var tools = new List<Tool>();
        foreach (var item in list.Items())
        {
            var (kind, field) = item.Union();
            switch (kind)
            {
                case "toolSpec":
                    tools.Add(ReadTool(field));
                    break;
                case "cachePoint" when tools.Count > 0:
                    tools[^1] = tools[^1] with { Cache = ConverseContentReader.ReadCachePoint(field) };
                    break;
                case "cachePoint":
                    throw item.Wrong("behind what shall be cached");
                default:
                    tools.Add(new Tool(field.Value.ValueKind == JsonValueKind.Object && field.Value.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString()! : kind)
                    {
                        Foreign = new ForeignPart(Dialect.Bedrock, kind, field.Value),
                    });
                    break;
            }
        }

        return tools;
    }

    private static Tool ReadTool(ConverseField spec)
    {
        var tool = new Tool("");
        foreach (var (name, field) in spec.Members())
        {
            switch (name)
            {
                case "name":
                    tool = tool with { Name = field.Text() };
                    break;
                case "description":
                    tool = tool with { Description = field.Text() };
                    break;
                case "inputSchema":
                    var (kind, schema) = field.Union();
                    tool = tool with { Parameters = kind == "json" && schema.Value.ValueKind == JsonValueKind.Object ? schema.Value : throw field.Wrong("an object with the schema in json") };
                    break;
                case "strict":
                    tool = tool with { IsStrict = field.Truth() };
                    break;
                default:
                    field.Keep();
                    break;
            }
        }

        return tool.Name.Length > 0 ? tool : throw spec.Wrong("an object with a name");
    }

    private static ToolChoice ReadChoice(ConverseField choice)
    {
        var (kind, field) = choice.Union();
        switch (kind)
        {
            case "auto":
                return new(ToolChoiceKind.Auto);
            case "any":
                return new(ToolChoiceKind.Required);
            case "tool":
                return field.Members() is [("name", var name)] ? new(ToolChoiceKind.Named, name.Text()) : throw field.Wrong("an object with a name");
            default:
                throw choice.Wrong("auto, any or tool");
        }
    }
}
