using System.Text.Json.Nodes;
using Gatehouse.Core.Http;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Plugins;

/// <summary>Field kinds that several plugins share.</summary>
internal static class SchemaFields
{
    /// <summary>Kong's <c>header_name</c>.</summary>
    public static Field HeaderName(string name) => Field.String(name).Where(CheckHeaderName);

    /// <summary>
    /// Kong's <c>custom_fields_by_lua</c>. Refused unless empty: the fields are mostly used to take secrets out of the log; ignoring
    /// them would put those back.
    /// </summary>
    public static Field CustomFieldsByLua()
        => Field.MapOf("custom_fields_by_lua", Field.String("key"), Field.String("value"))
            .Where(static map => map is JsonObject { Count: > 0 } ? "Lua code cannot run here" : null, "remove the field")
            .Describe("Log fields computed by Lua code. Accepted only when empty: no Lua runs here.");

    /// <summary>Kong's message for a header name it does not accept, null when it does.</summary>
    public static string? CheckHeaderName(JsonNode value)
    {
        string name = value.GetValue<string>();
        return HttpSyntax.IsToken(name)
            ? null
            : $"bad header name '{name}', allowed characters are A-Z, a-z, 0-9, '_', and '-'";
    }
}
