using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;
using Xunit;

namespace Gatehouse.Core.Tests.Schemas;

public sealed class SchemaValidatorTests
{
    [Theory]
    [InlineData("""{"s":1}""", """{"s":"expected a string"}""")]
    [InlineData("""{"i":"1"}""", """{"i":"expected an integer"}""")]
    [InlineData("""{"i":2.0}""", "")]
    [InlineData("""{"i":2.5}""", """{"i":"expected an integer"}""")]
    [InlineData("""{"n":true}""", """{"n":"expected a number"}""")]
    [InlineData("""{"n":0}""", """{"n":"value must be greater than 0"}""")]
    [InlineData("""{"b":"true"}""", """{"b":"expected a boolean"}""")]
    [InlineData("""{"r":[]}""", """{"r":"expected a record"}""")]
    [InlineData("""{"a":{}}""", """{"a":"expected an array"}""")]
    [InlineData("""{"t":"x"}""", """{"t":"expected a set"}""")]
    [InlineData("""{"m":[1]}""", """{"m":"expected a map"}""")]
    [InlineData("""{"a":["x",null,1]}""", """{"a":[null,"required field missing","expected a string"]}""")]
    [InlineData("""{"a":[]}""", """{"a":"length must be at least 1"}""")]
    [InlineData("""{"a":["x","y","z"]}""", """{"a":"length must be at most 2"}""")]
    [InlineData("""{"m":{"x":"y"}}""", """{"m":"expected an integer"}""")]
    [InlineData("""{"m":{"x":null}}""", """{"m":"required field missing"}""")]
    [InlineData("""{"r":{"deep":{"x":1}}}""", """{"r":{"deep":{"x":"unknown field"}}}""")]
    [InlineData("""{"f":{"id":"x"}}""", """{"f":{"id":"expected a valid UUID"}}""")]
    [InlineData("""{"f":{}}""", """{"f":{"id":"missing primary key"}}""")]
    [InlineData("""{"s":"é"}""", "")]
    [InlineData("""{"s":"éé"}""", """{"s":"length must be at most 3"}""")]
    public void Value_is_checked(string json, string errors)
    {
        var actual = SchemaValidator.Validate(Everything(), JsonNode.Parse(json)!.AsObject())?.ToJson();

        Assert.True(errors.Length == 0 ? actual is null : JsonNode.DeepEquals(JsonNode.Parse(errors), actual), actual?.ToJsonString());
    }

    [Fact]
    public void All_errors_are_collected_in_the_order_of_the_document()
    {
        var errors = SchemaValidator.Validate(Everything(), JsonNode.Parse("""{"z":1,"s":1,"a":[1,2]}""")!.AsObject())!;
        var list = new List<Core.Configuration.ConfigError>();
        errors.Collect("x[0]", list);

        Assert.Equal(["x[0].z", "x[0].s", "x[0].a[0]", "x[0].a[1]"], list.Select(e => e.Path));
    }

    [Fact]
    public void Misspelt_field_gets_a_suggestion_and_its_value_is_not_shown()
    {
        var schema = RecordSchema.Of(Field.String("password").Secret());
        var list = new List<Core.Configuration.ConfigError>();
        SchemaValidator.Validate(schema, new JsonObject { ["pasword"] = "sesame" })!.Collect("", list);

        Assert.Equal("pasword: unknown field; did you mean 'password'?", list.Single().ToString());
    }

    [Theory]
    [InlineData("whitelist", "whitelist: unknown field; Kong 3 calls it 'allow'")]
    [InlineData("blacklist", "blacklist: unknown field; Kong 3 calls it 'deny'")]
    [InlineData("alolw", "alolw: unknown field; did you mean 'allow'?")]
    [InlineData("dney", "dney: unknown field; did you mean 'deny'?")]
    public void Field_of_kong_2_or_with_swapped_letters_is_told_its_name(string name, string expected)
    {
        var schema = RecordSchema.Of(Field.ArrayOf("allow", Field.String("a")), Field.ArrayOf("deny", Field.String("d")));
        var list = new List<Core.Configuration.ConfigError>();
        SchemaValidator.Validate(schema, new JsonObject { [name] = new JsonArray("x") })!.Collect("", list);

        Assert.Equal(expected, list.Single().ToString());
    }

    [Fact]
    public void Secret_never_shows_in_message_or_value()
    {
        var schema = RecordSchema.Of(Field.String("token").Secret().Where(n => $"bad token {n}"), Field.String("pin").Secret() with { MaxLength = 2 });
        var list = new List<Core.Configuration.ConfigError>();
        SchemaValidator.Validate(schema, new JsonObject { ["token"] = "sesame", ["pin"] = "1234" })!.Collect("", list);

        Assert.Equal(
            ["token: bad token *** (value: ***)", "pin: length must be at most 2 (value: ***)"],
            list.Select(e => e.ToString()));
    }

    [Fact]
    public void Reference_stands_for_any_text_only_where_it_may()
    {
        var schema = RecordSchema.Of(Field.String("a").Referenceable() with { MaxLength = 2 }, Field.String("b") with { MaxLength = 2 });
        var errors = SchemaValidator.Validate(schema, new JsonObject { ["a"] = "{vault://env/x}", ["b"] = "{vault://env/x}" })!;

        Assert.Equal("""{"b":"length must be at most 2"}""", errors.ToJson().ToJsonString());
    }

    [Fact]
    public void Shorthand_is_expanded_and_merged_into_records()
    {
        var schema = RecordSchema.Of(
            Field.RecordOf("redis", RecordSchema.Of(Field.String("host"), Field.Integer("port").WithDefault(6379))).Required())
            .WithShorthands(new Shorthand(
                Field.String("redis_host"),
                value => new JsonObject { ["redis"] = new JsonObject { ["host"] = value.DeepClone() } },
                [["redis", "host"]]));
        var record = JsonNode.Parse("""{"redis_host":"h","redis":{"port":1}}""")!.AsObject();

        Assert.Null(SchemaValidator.Validate(schema, record));
        Assert.Equal("""{"redis":{"port":1,"host":"h"}}""", record.ToJsonString());
    }

    // Two servers were named, and nobody said which one counts; Kong refuses that.
    [Theory]
    [InlineData("""{"redis_host":"h","redis":{"host":"i"}}""", "both deprecated and new field are used but their values mismatch: redis_host vs redis.host")]
    [InlineData("""{"redis_hots":"h"}""", "unknown field")]
    [InlineData("""{"redis_host":"h","redis":{"host":"h"}}""", null)]
    [InlineData("""{"redis_host":"h","redis":{"host":null}}""", null)]
    public void Old_and_new_name_must_agree(string text, string? message)
    {
        var schema = RecordSchema.Of(Field.RecordOf("redis", RecordSchema.Of(Field.String("host"))))
            .WithShorthands(new Shorthand(
                Field.String("redis_host"),
                value => new JsonObject { ["redis"] = new JsonObject { ["host"] = value.DeepClone() } },
                [["redis", "host"]]));

        var errors = SchemaValidator.Validate(schema, JsonNode.Parse(text)!.AsObject());
        Assert.Equal(message, errors?.Fields.Single().Value.Message);
        Assert.Equal(message is null ? null : message[0] == 'u' ? "did you mean 'redis_host'?" : "remove redis_host", errors?.Fields.Single().Value.Remedy);
    }

    [Fact]
    public void Default_is_a_copy_each_time()
    {
        var schema = RecordSchema.Of(Field.ArrayOf("a", Field.String("e")).WithDefault(new JsonArray("x")));
        var first = new JsonObject();
        var second = new JsonObject();
        SchemaValidator.Validate(schema, first);
        first["a"]!.AsArray().Add("y");
        SchemaValidator.Validate(schema, second);

        Assert.Equal("""{"a":["x"]}""", second.ToJsonString());
    }

    private static RecordSchema Everything() => RecordSchema.Of(
        Field.String("s") with { MaxLength = 3 },
        Field.Integer("i"),
        Field.Number("n") with { GreaterThan = 0 },
        Field.Boolean("b"),
        Field.RecordOf("r", RecordSchema.Of(Field.RecordOf("deep", RecordSchema.Of(Field.String("y"))))),
        Field.ArrayOf("a", Field.String("e")) with { MinLength = 1, MaxLength = 2 },
        Field.SetOf("t", Field.String("e")),
        Field.MapOf("m", Field.String("k"), Field.Integer("v")),
        Field.Foreign("f", "services"));
}
