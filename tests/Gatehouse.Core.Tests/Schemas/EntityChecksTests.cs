using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;
using Xunit;

namespace Gatehouse.Core.Tests.Schemas;

public sealed class EntityChecksTests
{
    public static TheoryData<EntityCheck, string, string> Cases() => new()
    {
        { EntityChecks.AtLeastOneOf("a", "b"), "{}", "at least one of these fields must be non-empty: 'a', 'b'" },
        { EntityChecks.AtLeastOneOf("a", "b"), """{"b":"x"}""", "" },
        { EntityChecks.OnlyOneOf("a", "b"), "{}", "exactly one of these fields must be non-empty: 'a', 'b'" },
        { EntityChecks.OnlyOneOf("a", "b"), """{"a":"x"}""", "" },
        { EntityChecks.ExactlyOneOf("a", "b"), """{"a":"x","b":"x"}""", "exactly one of these fields must be non-empty: 'a', 'b'" },
        { EntityChecks.MutuallyExclusive("a", "b"), "{}", "" },
        { EntityChecks.MutuallyExclusive("a", "b"), """{"a":"x","b":"x"}""", "only one or none of these fields must be set: 'a', 'b'" },
        { EntityChecks.MutuallyRequired("a", "b"), """{"a":"x"}""", "all or none of these fields must be set: 'a', 'b'" },
        { EntityChecks.MutuallyRequired("a", "b"), """{"a":"x","b":"y"}""", "" },
        { EntityChecks.Distinct("a", "b"), """{"a":"x","b":"x"}""", "values of these fields must be distinct: 'a', 'b'" },
        { EntityChecks.Distinct("a", "b"), "{}", "" },
        { EntityChecks.MutuallyExclusiveSets(["a"], ["b", "c"]), """{"a":"x","c":"x"}""", "these sets are mutually exclusive: ('a'), ('c')" },
        { EntityChecks.ConditionalAtLeastOneOf("a", EntityChecks.Among("x"), ["b", "c"]), """{"a":"x"}""", "at least one of these fields must be non-empty: 'b', 'c'" },
        { EntityChecks.ConditionalAtLeastOneOf("a", EntityChecks.Among("x"), ["b", "c"]), """{"a":"y"}""", "" },
        { EntityChecks.Conditional("a", EntityChecks.Among("x"), "b", EntityChecks.IsRequired, null, "own words"), """{"a":"x"}""", "own words" },
        { EntityChecks.Custom(["a"], (_, report) => report(EntityCheck.Entity, "no")), """{"a":"x"}""", "no" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Check_reports_kongs_text(EntityCheck check, string json, string message)
    {
        var schema = RecordSchema.Of(Field.String("a"), Field.String("b"), Field.String("c")).With(check);

        var errors = SchemaValidator.Validate(schema, JsonNode.Parse(json)!.AsObject());

        Assert.Equal(message.Length == 0 ? [] : [message], errors?.Entity ?? []);
    }

    [Fact]
    public void Custom_check_does_not_run_over_wrong_fields()
    {
        var schema = RecordSchema.Of(Field.String("a")).With(
            EntityChecks.Custom(["a"], (_, _) => throw new InvalidOperationException("must not run")));

        Assert.Equal("""{"a":"expected a string"}""", SchemaValidator.Validate(schema, new JsonObject { ["a"] = 1 })!.ToJson().ToJsonString());
    }

    [Fact]
    public void Report_with_a_dotted_path_lands_in_the_nested_record()
    {
        var schema = RecordSchema.Of(Field.RecordOf("r", RecordSchema.Of(Field.String("x"))).Required()).With(
            EntityChecks.Conditional("r.x", value => value is null, "r.x", EntityChecks.IsRequired));

        Assert.Equal(
            """{"r":{"x":"required field missing"},"@entity":["failed conditional validation given value of field 'r.x'"]}""",
            SchemaValidator.Validate(schema, [])!.ToJson().ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }
}
