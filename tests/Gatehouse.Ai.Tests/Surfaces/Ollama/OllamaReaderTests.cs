using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Surfaces;
using Gatehouse.Ai.Surfaces.Ollama;
using Gatehouse.Ai.Tests.Steps;
using Xunit;

namespace Gatehouse.Ai.Tests.Surfaces.Ollama;

public class OllamaReaderTests
{
    private static readonly OllamaChatEndpoint Chat = new(new OllamaSurface());
    private static readonly OllamaGenerateEndpoint Generate = new(new OllamaSurface());

    [Fact]
    public void Every_setting_is_read()
    {
        var request = Calls.Decode(
            Chat,
            """
            {"model":"m:latest","stream":false,"think":"high","format":{"type":"object"},"keep_alive":"5m","logprobs":true,"top_logprobs":3,"truncate":true,
             "options":{"num_predict":9,"temperature":0.5,"top_p":0.9,"top_k":40,"min_p":0.1,"seed":-1,"stop":["a"],"presence_penalty":1,"frequency_penalty":2,"num_ctx":4096},
             "tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object"}}}],
             "messages":[{"role":"system","content":"be"},{"role":"user","content":"look","images":["iVBORw0KGgo=","data:image/jpeg;base64,/9j/"]},
              {"role":"assistant","content":"","thinking":"hm","tool_calls":[{"function":{"name":"f","arguments":{"a": 1}}},{"id":"own","function":{"name":"g","arguments":{}}}]},
              {"role":"tool","tool_name":"g","content":"two"},{"role":"tool","content":"one"}]}
            """);

        Assert.Equal(("m:latest", false, 9, 0.5, 0.9, 40, 0.1, -1L), (request.Model, request.IsStream, request.MaxOutputTokens, request.Temperature, request.TopP, request.TopK, request.MinP, request.Seed));
        Assert.Equal(new ReasoningWish { IsOn = true, Effort = "high" }, request.Reasoning);
        Assert.Equal(ResponseFormatKind.JsonSchema, request.ResponseFormat!.Kind);
        Assert.Equal((true, 3), (request.WantsLogprobs, request.TopLogprobs));
        Assert.Equal(["a"], request.StopSequences);
        Assert.Equal(["truncate", "options.num_ctx", "keep_alive"], request.Foreign.Select(f => f.Path));
        Assert.Equal([false, false, true], request.Foreign.Select(f => f.IsHint));
        Assert.Equal(("f", "d"), (request.Tools[0].Name, request.Tools[0].Description));
        Assert.Equal([new TextPart("look"), new ImagePart(new MediaSource { Base64 = "iVBORw0KGgo=" }), new ImagePart(new MediaSource { Base64 = "/9j/", MediaType = "image/jpeg" })], request.Messages[1].Parts);
        Assert.Equal([new ReasoningPart("hm"), new ToolCallPart("call_0", "f", """{"a": 1}"""), new ToolCallPart("own", "g", "{}")], request.Messages[2].Parts);
        Assert.Equal([("own", "g"), ("call_0", "f")], request.Messages.Skip(3).Select(m => (ToolResultPart)m.Parts[0]).Select(r => (r.CallId, r.Name!)));
    }

    [Fact]
    public void Streams_are_the_default() => Assert.True(Calls.Decode(Chat, """{"model":"m","messages":[]}""").IsStream);

    [Theory]
    [InlineData("""{"model":"m","prompt":"hi","system":"be","think":false,"format":"json","options":{"num_predict":-1,"stop":"x"}}""", "System:be|User:hi")]
    [InlineData("""{"model":"m","prompt":"hi","images":["iVBORw0KGgo="],"raw":false,"suffix":"","template":"","context":[]}""", "User:hi+image")]
    [InlineData("""{"model":"m","prompt":""}""", "")]
    [InlineData("""{"model":"m","system":"be"}""", "")]
    public void Prompt_becomes_messages(string body, string expected)
    {
        var request = Calls.Decode(Generate, body);

        Assert.Equal(expected, string.Join('|', request.Messages.Select(m => $"{m.Role}:{string.Join('+', m.Parts.Select(p => p is TextPart t ? t.Text : "image"))}")));
        Assert.Equal((WireFormat.OllamaGenerate, null as int?), (request.Format, request.MaxOutputTokens));
        Assert.Empty(request.Foreign);
    }

    [Theory]
    [InlineData("raw", "true")]
    [InlineData("template", "\"{{ .Prompt }}\"")]
    [InlineData("suffix", "\"end\"")]
    public void What_bypasses_the_template_is_refused(string field, string value)
    {
        var error = Assert.Throws<AiException>(() => Calls.Decode(Generate, $$"""{"model":"m","prompt":"x","{{field}}":{{value}}}""")).Error;

        Assert.Equal((AiErrorKind.Unsupported, field), (error.Kind, error.Field));
    }

    [Fact]
    public void Context_of_an_earlier_answer_is_reported()
        => Assert.Equal([("context", false)], Calls.Decode(Generate, """{"model":"m","prompt":"x","context":[1,2]}""").Foreign.Select(f => (f.Path, f.IsHint)));

    [Theory]
    [InlineData("""{"model":"m"}""", "load")]
    [InlineData("""{"model":"m","messages":[]}""", "load")]
    [InlineData("""{"model":"m","messages":[],"keep_alive":0}""", "unload")]
    public void Request_without_content_loads_the_model(string body, string reason)
    {
        var request = Calls.Decode(Chat, body);
        var answer = Chat.AnswerAtOnce(request)!;

        Assert.Contains($"\"done\":true,\"done_reason\":\"{reason}\"", Answers.Write(Chat.CreateStreamWriter(request, Answers.Context), AnswerReplay.Events(answer)), StringComparison.Ordinal);
        Assert.Null(Chat.AnswerAtOnce(Calls.Decode(Chat, """{"model":"m","messages":[{"role":"user","content":"x"}]}""")));
    }

    [Theory]
    [InlineData("""{}""", "model")]
    [InlineData("""{"model":"m","messages":{}}""", "messages")]
    [InlineData("""{"model":"m","messages":[{"role":"developer","content":"x"}]}""", "messages[0].role")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":[]}]}""", "messages[0].content")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x","images":["***"]}]}""", "messages[0].images[0]")]
    [InlineData("""{"model":"m","messages":[{"role":"tool","content":"x"}]}""", "messages[0]")]
    [InlineData("""{"model":"m","messages":[{"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":"{}"}}]}]}""", "messages[0].tool_calls[0].function.arguments")]
    [InlineData("""{"model":"m","stream":1}""", "stream")]
    [InlineData("""{"model":"m","format":"xml"}""", "format")]
    [InlineData("""{"model":"m","format":[]}""", "format")]
    [InlineData("""{"model":"m","think":"extreme"}""", "think")]
    [InlineData("""{"model":"m","think":1}""", "think")]
    [InlineData("""{"model":"m","options":[]}""", "options")]
    [InlineData("""{"model":"m","options":{"num_predict":"5"}}""", "options.num_predict")]
    [InlineData("""{"model":"m","options":{"top_p":2}}""", "options.top_p")]
    [InlineData("""{"model":"m","options":{"stop":[1]}}""", "options.stop[0]")]
    [InlineData("""{"model":"m","tools":[{"type":"web"}]}""", "tools[0].type")]
    [InlineData("""{"model":"m","tools":[{"type":"function"}]}""", "tools[0].function")]
    public void Malformed_request_is_refused_by_its_field(string body, string field)
    {
        var error = Assert.Throws<AiException>(() => Calls.Decode(Chat, body)).Error;

        Assert.Equal((AiErrorKind.InvalidRequest, field), (error.Kind, error.Field));
    }

    [Theory]
    [InlineData(2, """{"model":"m","input":"a","truncate":false,"dimensions":3,"keep_alive":1}""", "a", "keep_alive")]
    [InlineData(2, """{"model":"m","input":["a","b"],"options":{"num_ctx":1}}""", "a|b", "options.num_ctx")]
    [InlineData(2, """{"model":"m","input":[]}""", "", "")]
    [InlineData(3, """{"model":"m","prompt":"a"}""", "a", "")]
    public void Texts_to_embed_are_read(int endpoint, string body, string texts, string foreign)
    {
        var request = ((EmbeddingsEndpoint)new OllamaSurface().Endpoints[endpoint]).Decode(new ClientCall { Headers = Calls.Headers(), Body = System.Text.Encoding.UTF8.GetBytes(body) });

        Assert.Equal((texts, foreign), (string.Join('|', request.Texts), string.Join('|', request.Foreign.Select(f => f.Path))));
    }
}
