using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Ai.Providers.Sandbox;
using Xunit;

namespace Gatehouse.Ai.Tests.Providers.Sandbox;

public class SandboxTests
{
    private static JsonObject Answer(string request) => SandboxScript.Of(JsonElement.Parse(request)).Whole(0);

    private static string Text(string request) => Answer(request)["choices"]![0]!["message"]!["content"]!.GetValue<string>();

    [Fact]
    public void Same_request_gets_the_same_answer()
    {
        const string Request = """{"model":"m","messages":[{"role":"user","content":"hello"}]}""";

        Assert.Equal(Answer(Request).ToJsonString(), Answer(Request).ToJsonString());
        Assert.Equal("You said: hello", Text(Request));
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"n":{"type":"integer","minimum":7},"s":{"type":"string","enum":["x","y"]}}}""", """{"n":7,"s":"x"}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"array","items":{"$ref":"#/$defs/p"}}},"$defs":{"p":{"type":"boolean"}}}""", """{"a":[true]}""")]
    public void Schema_shapes_the_answer(string schema, string expected)
        => Assert.Equal(expected, Text("""{"model":"m","messages":[{"role":"user","content":"q"}],"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":SCHEMA}}}""".Replace("SCHEMA", schema, StringComparison.Ordinal)));

    [Fact]
    public void Endless_schema_ends()
        => Assert.NotNull(SandboxSchema.Instance(JsonElement.Parse("""{"type":"object","properties":{"self":{"$ref":"#"}}}"""), "t"));

    [Fact]
    public void Tool_that_is_spoken_of_is_called_and_its_result_told()
    {
        const string Tools = """ "tools":[{"type":"function","function":{"name":"weather","parameters":{"type":"object","properties":{"city":{"type":"string"}}}}}]""";
        var call = Answer($$"""{"model":"m","messages":[{"role":"user","content":"weather in Rome"}],{{Tools}}}""")["choices"]![0]!;

        Assert.Equal("tool_calls", call["finish_reason"]!.GetValue<string>());
        Assert.Equal("""{"city":"weather in Rome"}""", call["message"]!["tool_calls"]![0]!["function"]!["arguments"]!.GetValue<string>());
        Assert.Equal("The tool answered: sunny", Text($$"""{"model":"m","messages":[{"role":"user","content":"weather in Rome"},{"role":"tool","tool_call_id":"c","content":"sunny"}],{{Tools}}}"""));
    }

    [Fact]
    public void Limits_and_stops_hold()
    {
        var cut = Answer("""{"model":"m","max_tokens":2,"messages":[{"role":"user","content":"a b c d"}]}""");
        Assert.Equal("length", cut["choices"]![0]!["finish_reason"]!.GetValue<string>());
        Assert.Equal(2, cut["usage"]!["completion_tokens"]!.GetValue<int>());
        Assert.Equal("You said: a ", Text("""{"model":"m","stop":"b","messages":[{"role":"user","content":"a b c"}]}"""));
    }

    [Fact]
    public void Directives_are_taken_out_of_the_text_and_the_newest_counts()
    {
        var script = SandboxScript.Of(JsonElement.Parse("""{"model":"m","messages":[{"role":"user","content":"[[sandbox status=500]]"},{"role":"user","content":"hi [[sandbox delay=5 cut=3]]"}]}"""));

        Assert.Equal(new SandboxOptions { Delay = 5, Cut = 3 }, script.Options);
    }

    [Fact]
    public void Stream_says_what_the_whole_answer_says()
    {
        const string Request = """{"model":"m","stream":true,"messages":[{"role":"user","content":"one two three"}]}""";
        string stream = string.Concat(SandboxScript.Of(JsonElement.Parse(Request)).Stream(0).Select(p => Encoding.UTF8.GetString(p.Bytes!)));
        string text = string.Concat(stream.Split("data: ", StringSplitOptions.RemoveEmptyEntries).Where(d => d.StartsWith('{'))
            .Select(d => JsonNode.Parse(d)!["choices"]![0]!["delta"]!["content"]?.GetValue<string>()));

        Assert.Equal("You said: one two three", text);
        Assert.EndsWith("data: [DONE]\n\n", stream, StringComparison.Ordinal);
    }

    [Fact]
    public void Near_texts_have_near_vectors()
    {
        float[] Vector(string text) => [.. SandboxEmbeddings.Answer(JsonElement.Parse($$"""{"input":"{{text}}"}"""))["data"]![0]!["embedding"]!.AsArray().Select(v => v!.GetValue<float>())];
        float Cosine(string a, string b) => Vector(a).Zip(Vector(b), (x, y) => x * y).Sum();

        Assert.Equal(1, Cosine("the red car", "the red car"), 3);
        Assert.True(Cosine("the red car", "the red cart") > Cosine("the red car", "quantum field theory"));
    }
}
