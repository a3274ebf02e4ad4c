using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Control.Declarative;
using Gatehouse.Core.Schemas;
using Xunit;

namespace Gatehouse.Control.Tests.Declarative;

/// <summary>Scalars as Kong's parser types them, and documents meant to hurt.</summary>
public sealed class YamlTests
{
    /// <summary>The type that a tag gets: every scalar but text is "expected a string".</summary>
    [Theory]
    [InlineData("a", "a")]
    [InlineData("'true'", "true")]
    [InlineData("\"5\"", "5")]
    [InlineData("!!str 5", "5")]
    [InlineData("! 5", "5")]
    [InlineData("1.2.3", "1.2.3")]
    [InlineData("1.2.3.4", "1.2.3.4")]
    [InlineData("a:1", "a:1")]
    [InlineData("-a", "-a")]
    [InlineData("y", "y")]
    [InlineData(".inf", ".inf")]
    [InlineData(".nan", ".nan")]
    [InlineData("1e999", "1e999")]
    [InlineData("tRue", "tRue")]
    [InlineData("0x", "0x")]
    [InlineData("10:99", "10:99")]
    public void Scalar_is_text(string yaml, string text)
        => Assert.Equal([text], Loading.Accept(Loading.V3($"services:\n- host: h\n  tags:\n  - {yaml}\n")).Services[0].Tags!);

    [Theory]
    [InlineData("true")]
    [InlineData("Yes")]
    [InlineData("ON")]
    [InlineData("off")]
    [InlineData("No")]
    public void Scalar_is_a_boolean(string yaml)
        => Assert.Equal(yaml.ToUpperInvariant() is "TRUE" or "YES" or "ON", Loading.Accept(Service($"enabled: {yaml}")).Services[0].Enabled);

    [Theory]
    [InlineData("5", 5)]
    [InlineData("+5", 5)]
    [InlineData("0", 0)]
    [InlineData("012", 10)]
    [InlineData("08", 8)]
    [InlineData("0x1F", 31)]
    [InlineData("0b101", 5)]
    [InlineData("1_000", 1000)]
    [InlineData("1e2", 100)]
    [InlineData("5.0", 5)]
    [InlineData("1:30", 90)]
    [InlineData("!!int 7", 7)]
    public void Scalar_is_a_number(string yaml, int value)
        => Assert.Equal(value, Loading.Accept(Service($"retries: {yaml}")).Services[0].Retries);

    [Theory]
    [InlineData("~")]
    [InlineData("null")]
    [InlineData("Null")]
    [InlineData("")]
    public void Scalar_is_null(string yaml) => Assert.Null(Loading.Accept(Service($"path: {yaml}")).Services[0].Path);

    [Fact]
    public void Anchors_and_merge_keys_work()
    {
        var config = Loading.Accept(Loading.V3("""
            _ignore:
            - &base {retries: 2, port: 81}
            services:
            - {<<: *base, name: a, host: a.test, port: 82}
            - <<: [*base]
              name: b
              host: b.test
              tags: &t [x]
            - {name: c, host: c.test, tags: *t}
            """));

        Assert.Equal([(82, 2), (81, 2), (80, 5)], config.Services.Select(s => (s.Port, s.Retries)));
        Assert.Equal(["x"], config.Services[2].Tags!);
    }

    [Theory]
    [InlineData("services:\n- host: a\n  host: b\n", "4:3: key 'host' is repeated")]
    [InlineData("a: *nowhere\n", "2:4: alias 'nowhere' names nothing that stands before it")]
    [InlineData("a: &x [*x]\n", "2:8: alias 'x' names nothing that stands before it")]
    [InlineData("a: !ruby/object:Gem x\n", "2:4: tags other than !!str, !!int, !!float, !!bool, !!null, !!seq and !!map are not allowed")]
    [InlineData("? [a]\n: b\n", "2:3: a key must be a scalar")]
    [InlineData("a: 1\n---\nb: 2\n", "3:1: only one document is allowed in a file")]
    [InlineData("a: {<<: 1}\n", "2:10: '<<' needs a mapping or a list of mappings")]
    public void Yaml_is_refused_with_line_and_column(string body, string error)
        => Assert.Equal("failed parsing declarative configuration: " + error, Loading.Load(Loading.V3(body)).Errors.Single().Message);

    [Theory]
    [InlineData("{\"_format_version\":\"3.0\",\n \"a\":1,\"a\":2}", "2:8: key 'a' is repeated")]
    [InlineData("{\"_format_version\":\"3.0\",}x{", "1:26: not valid JSON")]
    public void Json_is_refused_with_line_and_column(string text, string error)
        => Assert.Equal("failed parsing declarative configuration: " + error, Loading.Load(text).Errors.Single().Message);

    [Fact]
    public void Alias_bomb_ends_at_the_bound()
    {
        var text = new StringBuilder("_format_version: \"3.0\"\n_ignore:\n- &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i <= 12; i++)
        {
            string last = string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10));
            text.Append(CultureInfo.InvariantCulture, $"- &a{i} [{last}]\n");
        }

        var limits = new DeclarativeLimits { MaxNodes = 100_000 };
        Assert.Contains("more than 100000 values", Loading.Loader(limits: limits).Load(text.ToString()).Errors.Single().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("_ignore: ", "[", 100_000)]
    [InlineData("_ignore: ", "{a: ", 10_000)]
    [InlineData("", "{\"a\":", 100_000)]
    [InlineData("", "[", 100_000)]
    public void Deep_nesting_ends_at_the_bound(string head, string piece, int times)
        => Assert.Single(Loading.Load(head + string.Concat(Enumerable.Repeat(piece, times))).Errors);

    [Fact]
    public void Nesting_through_aliases_counts()
    {
        var text = new StringBuilder("_format_version: \"3.0\"\n_ignore:\n- &a0 [x]\n");
        for (int i = 1; i <= 70; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"- &a{i} [*a{i - 1}]\n");
        }

        Assert.Contains("nested deeper than 64 levels", Loading.Load(text.ToString()).Errors.Single().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_longer_than_the_bound_is_refused()
        => Assert.Contains("longer than 10 characters", Loading.Loader(limits: new() { MaxLength = 10 }).Load(Loading.V3("")).Errors.Single().Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("   \n# only a comment\n")]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("--- \n...\n")]
    public void Text_without_a_record_is_refused(string text)
        => Assert.Equal("failed parsing declarative configuration: expected an object", Loading.Load(text).Errors.Single().Message);

    [Fact]
    public void Scanner_that_fails_inside_gives_a_syntax_error()
        => Assert.Contains("malformed YAML", Loading.Load("...\n~").Errors.Single().Message, StringComparison.Ordinal);

    [Fact]
    public void Arbitrary_text_never_throws()
    {
        string[] pieces =
        [
            "_format_version: \"3.0\"\n", "services:\n", "- name: a\n", "  host: h\n", "  routes:\n", "  - paths: [/", "]\n", "{", "}", "&a ", "*a",
            "<<: ", "? ", ": ", "|\n", ">-\n", "\t", "!!str ", "%YAML 1.1\n", "---\n", "...\n", "\"", "'", "\\", "\ud800", "\0", "é", "~", "#",
        ];
        Prop.ForAll(Gen.ListOf(Gen.Elements(pieces)).Select(string.Concat).ToArbitrary(), text =>
        {
            _ = Loading.Load(text).ErrorFields.ToJsonString();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void Arbitrary_documents_never_throw()
    {
        string[] names = ["services", "routes", "plugins", "consumers", "upstreams", "targets", "certificates", "snis", "vaults", "name", "id", "host", "paths", "config", "service", "url", "tags", "_comment", "_ignore", "protocols", "keyauth_credentials"];
        string[] scalars = ["x", "", "http", "key-auth", "env", "{vault://env/a}", "c3a8b7a4-1d1c-4f0d-9a46-6f43a2a5b1c0"];
        var loader = Loading.Loader();
        Prop.ForAll(Tree(names, scalars, 5).ToArbitrary(), make =>
        {
            var root = make() as JsonObject ?? [];
            root["_format_version"] = "3.0";
            string text = root.ToJsonString();
            var result = loader.Load(text);
            _ = result.FlattenErrors().Flattened.ToJsonString();
            _ = DeclarativeWriter.Write(result.ReadEntities());
            Assert.Equal(result.Config is null, result.Errors.Count > 0);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    private static Gen<Func<JsonNode?>> Tree(string[] names, string[] scalars, int depth)
    {
        var scalar = Gen.OneOf(
            Gen.Elements(scalars).Select(s => (Func<JsonNode?>)(() => JsonValue.Create(s))),
            Gen.Elements(0, 80, -1).Select(n => (Func<JsonNode?>)(() => JsonValue.Create(n))),
            Gen.Elements(true, false).Select(b => (Func<JsonNode?>)(() => JsonValue.Create(b))),
            Gen.Constant((Func<JsonNode?>)(() => null)));
        if (depth == 0)
        {
            return scalar;
        }

        var inner = Tree(names, scalars, depth - 1);
        var list = Gen.ListOf(inner).Resize(3).Select(items => (Func<JsonNode?>)(() => new JsonArray([.. items.Select(i => i())])));
        var record = Gen.ListOf(Gen.Elements(names).Zip(inner)).Resize(5).Select(pairs => (Func<JsonNode?>)(() =>
        {
            var made = new JsonObject();
            foreach (var (name, value) in pairs)
            {
                made[name] = value();
            }

            return made;
        }));
        return Gen.Frequency((2, scalar), (2, list), (3, record));
    }

    private static string Service(string field) => Loading.V3($"services:\n- host: h\n  {field}\n");
}
