using System.Text;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.Bedrock;

/// <summary>Reads <c>outputConfig</c>: JSON answers by a schema, and effort.</summary>
internal static class ConverseOutputReader
{
    public static ChatRequest Read(ChatRequest request, ConverseField config)
    {
        foreach (var (name, field) in config.Members())
        {
            switch (name)
            {
                case "textFormat":
                    request = request with { ResponseFormat = ReadFormat(field) };
                    break;
                case "effort":
                    request = request with { Reasoning = (request.Reasoning ?? new()) with { Effort = field.Text() } };
                    break;
                default:
                    field.Keep();
                    break;
            }
        }

        return request;
    }

    private static ResponseFormat ReadFormat(ConverseField format)
    {
        ResponseFormat? read = null;
        foreach (var (name, field) in format.Members())
        {
            switch (name)
            {
                case "type" when field.Text() == "json_schema":
                    break;
                case "type":
                    throw field.Wrong("json_schema");
                case "structure":
                    var (kind, schema) = field.Union();
                    read = kind == "jsonSchema" ? ReadSchema(schema) : throw field.Wrong("an object with jsonSchema");
                    break;
                default:
                    field.Keep();
                    break;
            }
        }

        return read ?? throw format.Wrong("an object with type and structure");
    }

    private static ResponseFormat ReadSchema(ConverseField schema)
    {
        var format = new ResponseFormat(ResponseFormatKind.JsonSchema);
        foreach (var (name, field) in schema.Members())
        {
            switch (name)
            {
                case "schema":
                    format = format with { Schema = Parse(field) };
                    break;
                case "name":
                    format = format with { Name = field.Text() };
                    break;
                case "description":
                    format = format with { Description = field.Text() };
                    break;
                default:
                    field.Keep();
                    break;
            }
        }

        return format.Schema.ValueKind == JsonValueKind.Object ? format : throw schema.Wrong("an object with a schema");
    }

    // A string that holds JSON.
    private static JsonElement Parse(ConverseField field)
    {
        try
        {
            return JsonBody.Parse(Encoding.UTF8.GetBytes(field.Text()));
        }
        catch (AiException)
        {
            throw field.Wrong("a JSON schema inside a string");
        }
    }
}
