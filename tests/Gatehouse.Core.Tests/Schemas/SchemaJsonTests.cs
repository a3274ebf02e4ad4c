using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;
using Gatehouse.Core.Tests.Configuration;
using Xunit;

namespace Gatehouse.Core.Tests.Schemas;

public sealed class SchemaJsonTests
{
    [Fact]
    public void Schema_is_written_in_kongs_shape()
    {
        var schema = RecordSchema.Of(
            Field.Integer("port").Required().InRange(0, 65535).WithDefault(80),
            Field.SetOf("methods", Field.String("m").AmongOf("GET", "PUT")),
            Field.Foreign("service", "services"))
            .With(EntityChecks.AtLeastOneOf("port", "methods"))
            .WithShorthands(new Shorthand(Field.String("old"), _ => [], [["new", "name"]]));

        var expected = JsonNode.Parse("""
            {"fields":[{"port":{"type":"integer","required":true,"default":80,"between":[0,65535]}},
                       {"methods":{"type":"set","elements":{"type":"string","one_of":["GET","PUT"]}}},
                       {"service":{"type":"foreign","reference":"services"}}],
             "entity_checks":[{"at_least_one_of":["port","methods"]}],
             "shorthand_fields":[{"old":{"type":"string","deprecation":{"replaced_with":[{"path":["new","name"]}]}}}]}
            """);
        var actual = SchemaJson.Write(schema);
        Assert.True(JsonNode.DeepEquals(expected, actual), actual.ToJsonString());
    }

    [Fact]
    public void Every_entity_schema_can_be_written()
    {
        foreach (var kind in EntityTable.Schemas().All)
        {
            var fields = SchemaJson.Write(kind.Schema)["fields"]!.AsArray();
            Assert.Equal(kind.Schema.Fields.Select(f => f.Name), fields.Select(f => f!.AsObject().Single().Key));
        }
    }
}
