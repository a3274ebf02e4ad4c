using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;
using Xunit;

namespace Gatehouse.Core.Tests.Configuration;

/// <summary>Validates one entity and compares the errors as Kong shows them.</summary>
internal static class EntityTable
{
    public static JsonNode? Errors(string kind, string json, RouterFlavor flavor = RouterFlavor.TraditionalCompatible)
        => SchemaValidator.Validate(Schemas(flavor)[kind].Schema, JsonNode.Parse(json)!.AsObject())?.ToJson();

    public static JsonObject Accept(string kind, string json, RouterFlavor flavor = RouterFlavor.TraditionalCompatible)
    {
        var entity = JsonNode.Parse(json)!.AsObject();
        Assert.Null(SchemaValidator.Validate(Schemas(flavor)[kind].Schema, entity)?.ToJson().ToJsonString());
        return entity;
    }

    /// <summary>Asserts the errors; an empty text expects none.</summary>
    public static void Check(string kind, string json, string expected, RouterFlavor flavor = RouterFlavor.TraditionalCompatible)
    {
        var actual = Errors(kind, json, flavor);
        Assert.True(
            expected.Length == 0 ? actual is null : JsonNode.DeepEquals(JsonNode.Parse(expected), actual),
            $"{json}\nexpected {expected}\nactual   {actual?.ToJsonString()}");
    }

    public static EntitySchemas Schemas(RouterFlavor flavor = RouterFlavor.TraditionalCompatible)
        => new(new Catalog(), TimeProvider.System, flavor);

    private sealed class Catalog : IPluginCatalog
    {
        public IReadOnlyList<PluginDescriptor> Descriptors { get; } =
        [
            new()
            {
                Name = "auth",
                Priority = 1,
                Phases = PluginPhases.Access,
                AllowsConsumer = false,
                Config = RecordSchema.Of(Field.String("key").Required().Secret(), Field.Integer("size").InRange(1, 9).WithDefault(3)),
            },
        ];

        public bool TryGet(string name, [NotNullWhen(true)] out PluginDescriptor? descriptor)
            => (descriptor = Descriptors.FirstOrDefault(d => d.Name == name)) is not null;
    }
}
