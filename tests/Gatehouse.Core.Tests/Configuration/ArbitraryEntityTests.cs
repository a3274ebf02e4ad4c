using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Schemas;
using Xunit;

namespace Gatehouse.Core.Tests.Configuration;

/// <summary>Whatever JSON stands where an entity should be: validation answers, it never throws.</summary>
public sealed class ArbitraryEntityTests
{
    private static readonly EntitySchemas Schemas = EntityTable.Schemas(RouterFlavor.Expressions);

    private static readonly string[] Names =
        [.. Schemas.All.SelectMany(k => k.Schema.Fields.Select(f => f.Name)).Append("url").Append("active").Append("key").Distinct()];

    private static readonly string[] Texts =
        ["", "a", "http", "tcp", "grpc", "env", "auth", "/", "~/(", "/a%", "*", "*.a", "[", "[]:1", ":::", "1.2.3.4:", "{vault://env/x}", "none", "cookie", "日", "\ud800", "-----BEGIN CERTIFICATE-----"];

    [Fact]
    public void Validation_of_arbitrary_records_never_throws()
        => Prop.ForAll(Gen.Elements(Schemas.All.ToArray()).Zip(Record(4)).ToArbitrary(), pair =>
        {
            var errors = SchemaValidator.Validate(pair.Item1.Schema, (JsonObject)pair.Item2().DeepClone());
            _ = errors?.ToJson().ToJsonString();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    private static Gen<Func<JsonNode>> Record(int depth)
        => from pairs in Gen.ListOf(Gen.Elements(Names).Zip(Value(depth)))
           select (Func<JsonNode>)(() =>
           {
               var record = new JsonObject();
               foreach (var (name, value) in pairs)
               {
                   record[name] = value()?.DeepClone();
               }

               return record;
           });

    private static Gen<Func<JsonNode?>> Value(int depth)
    {
        var scalars = Gen.OneOf(
            Gen.Elements(Texts).Select(t => (Func<JsonNode?>)(() => JsonValue.Create(t))),
            Gen.Elements(long.MinValue, -1, 0, 1, 65536, long.MaxValue).Select(n => (Func<JsonNode?>)(() => JsonValue.Create(n))),
            Gen.Elements(0.5, 1e300, -1e300).Select(n => (Func<JsonNode?>)(() => JsonValue.Create(n))),
            Gen.Elements(true, false).Select(b => (Func<JsonNode?>)(() => JsonValue.Create(b))),
            Gen.Constant((Func<JsonNode?>)(() => null)));
        if (depth == 0)
        {
            return scalars;
        }

        var lists = from items in Gen.ListOf(Value(depth - 1)).Resize(3)
                    select (Func<JsonNode?>)(() => new JsonArray([.. items.Select(i => i()?.DeepClone())]));
        return Gen.Frequency((4, scalars), (1, lists), (1, Record(depth - 1).Resize(4).Select(r => (Func<JsonNode?>)(() => r()))));
    }
}
