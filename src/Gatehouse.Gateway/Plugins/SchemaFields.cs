using System.Text.Json.Nodes;
using Gatehouse.Core.Http;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Plugins;

/// <summary>Field kinds that several plugins share.</summary>
internal static class SchemaFields
{
    /// <summary>Kong's <c>header_name</c>.</summary>
    public static Field HeaderName(string name) => Field.String(name).Where(CheckHeaderName);

    /// <summary>Kong's <c>custom_fields_by_lua</c>.</summary>
    public static Field CustomFieldsByLua()
        => Field.MapOf("custom_fields_by_lua", Field.String("key"), Field.String("value"))
            .Describe("Log fields computed by Lua code. Accepted only when empty: no Lua runs here.");

    /// <summary>
    /// Refuses Lua log fields. They are mostly used to take secrets out of the log; ignoring them would put those back.
    /// </summary>
    public static void RefuseLua(JsonObject config)
    {
        if (config["custom_fields_by_lua"] is JsonObject { Count: > 0 } fields)
        {
            throw new PluginBuildException(
                $"custom_fields_by_lua.{fields.First().Key}", "Lua code cannot run here", null, "remove the field");
        }
    }

    /// <summary>Kong's message for a header name it does not accept, null when it does.</summary>
    public static string? CheckHeaderName(JsonNode value)
    {
        string name = value.GetValue<string>();
        return HttpSyntax.IsToken(name)
            ? null
            : $"bad header name '{name}', allowed characters are A-Z, a-z, 0-9, '_', and '-'";
    }
}
