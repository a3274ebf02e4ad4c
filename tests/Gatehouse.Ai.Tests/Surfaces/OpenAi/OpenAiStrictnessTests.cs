using System.Text;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Tests.Cases.OpenAi;
using Xunit;

namespace Gatehouse.Ai.Tests.Surfaces.OpenAi;

public class OpenAiStrictnessTests
{
    private const string User = """{"role":"user","content":"Hi"}""";

    // Body of a chat completion; the path that must not be forgotten.
    public static TheoryData<string, string> Foreign => new()
    {
        { """{"model":"a","messages":[{"role":"user","content":[{"type":"text","text":"Hi","x":1}]}]}""", "messages[0].content[0].x" },
        { """{"model":"a","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://x.example/","x":1}}]}]}""", "messages[0].content[0].image_url.x" },
        { """{"model":"a","messages":[{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"AAAA","format":"wav","x":1}}]}]}""", "messages[0].content[0].input_audio.x" },
        { """{"model":"a","messages":[{"role":"user","content":[{"type":"file","x":1,"file":{"file_id":"f"}}]}]}""", "messages[0].content[0].x" },
        { """{"model":"a","messages":[{"role":"assistant","tool_calls":[{"id":"c","x":1,"function":{"name":"f","arguments":"{}"}}]}]}""", "messages[0].tool_calls[0].x" },
        { """{"model":"a","messages":[{"role":"assistant","tool_calls":[{"id":"c","function":{"name":"f","arguments":"{}","x":1}}]}]}""", "messages[0].tool_calls[0].function.x" },
        { With("\"tools\":[{\"type\":\"function\",\"x\":1,\"function\":{\"name\":\"f\"}}]"), "tools[0].x" },
        { With("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"x\":1}}]"), "tools[0].function.x" },
        { With("\"response_format\":{\"type\":\"text\",\"x\":1}"), "response_format.x" },
        { With("\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"x\":1}}"), "response_format.json_schema.x" },
    };

    [Theory]
    [MemberData(nameof(Foreign))]
    public void Unknown_field_is_kept_however_deep_it_is(string body, string path)
        => Assert.Equal([path], OpenAiClient.Decode("/v1/chat/completions", body).Foreign.Select(f => f.Path));

    [Theory]
    [InlineData("""{"model":"a","input":[{"role":"user","content":[{"type":"input_text","text":"Hi","x":1}]}]}""", "input[0].content[0].x")]
    [InlineData("""{"model":"a","input":[{"role":"user","content":"Hi","x":1}]}""", "input[0].x")]
    [InlineData("""{"model":"a","input":"Hi","tools":[{"type":"function","name":"f","x":1}]}""", "tools[0].x")]
    [InlineData("""{"model":"a","input":"Hi","text":{"x":1}}""", "text.x")]
    public void Unknown_field_of_a_response_is_kept_however_deep_it_is(string body, string path)
        => Assert.Equal([path], OpenAiClient.Decode("/v1/responses", body).Foreign.Select(f => f.Path));

    // Body of a chat completion; the field at fault, null where there is none.
    public static TheoryData<string, string?> Chats => new()
    {
        { "", null },
        { "[]", null },
        { "{", null },
        { "{} x", null },
        { """{"model":"a","model":"b","messages":[]}""", null },
        { """{"model":"a","messages":[{"role":"user","content":"Hi","content":"Ho"}]}""", null },
        { """{"model":"a","messages":[{"role":"user","content":"\ud83d"}]}""", null },
        { With("\"x\":" + new string('[', 200) + new string(']', 200)), null },
        { $$"""{"messages":[{{User}}]}""", "model" },
        { $$"""{"model":"","messages":[{{User}}]}""", "model" },
        { $$"""{"model":1,"messages":[{{User}}]}""", "model" },
        { """{"model":"a"}""", "messages" },
        { """{"model":"a","messages":[]}""", "messages" },
        { """{"model":"a","messages":"Hi"}""", "messages" },
        { """{"model":"a","messages":["Hi"]}""", "messages[0]" },
        { """{"model":"a","messages":[{"content":"Hi"}]}""", "messages[0].role" },
        { """{"model":"a","messages":[{"role":"robot","content":"Hi"}]}""", "messages[0].role" },
        { """{"model":"a","messages":[{"role":"user"}]}""", "messages[0].content" },
        { """{"model":"a","messages":[{"role":"user","content":null}]}""", "messages[0].content" },
        { """{"model":"a","messages":[{"role":"user","content":1}]}""", "messages[0].content" },
        { """{"model":"a","messages":[{"role":"user","content":[]}]}""", "messages[0].content" },
        { """{"model":"a","messages":[{"role":"user","content":["Hi"]}]}""", "messages[0].content[0]" },
        { """{"model":"a","messages":[{"role":"user","content":[{"text":"Hi"}]}]}""", "messages[0].content[0].type" },
        { """{"model":"a","messages":[{"role":"user","content":[{"type":"text"}]}]}""", "messages[0].content[0].text" },
        { """{"model":"a","messages":[{"role":"user","content":[{"type":"image_url","image_url":"https://x"}]}]}""", "messages[0].content[0].image_url" },
        { Image("ftp://example.com/a.png"), "messages[0].content[0].image_url.url" },
        { Image("file:///etc/passwd"), "messages[0].content[0].image_url.url" },
        { Image("a.png"), "messages[0].content[0].image_url.url" },
        { Image("data:image/png,abc"), "messages[0].content[0].image_url.url" },
        { Image("data:image/png;base64"), "messages[0].content[0].image_url.url" },
        { Image("data:image/png;base64,"), "messages[0].content[0].image_url.url" },
        { Image("data:image/png;base64,%%%"), "messages[0].content[0].image_url.url" },
        { Image("data:image/png;base64,iVBO Rw=="), "messages[0].content[0].image_url.url" },
        { Image("data:;base64,iVBORw=="), "messages[0].content[0].image_url.url" },
        { Image("data:image/<png>;base64,iVBORw=="), "messages[0].content[0].image_url.url" },
        { """{"model":"a","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://x.example/","detail":"huge"}}]}]}""", "messages[0].content[0].image_url.detail" },
        { """{"model":"a","messages":[{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"?","format":"wav"}}]}]}""", "messages[0].content[0].input_audio.data" },
        { """{"model":"a","messages":[{"role":"user","content":[{"type":"file","file":{"filename":"a.pdf"}}]}]}""", "messages[0].content[0].file.file_data" },
        { """{"model":"a","messages":[{"role":"user","content":[{"type":"text","text":"Hi","cache_control":{"type":"forever"}}]}]}""", "messages[0].content[0].cache_control.type" },
        { """{"model":"a","messages":[{"role":"assistant"}]}""", "messages[0].content" },
        { """{"model":"a","messages":[{"role":"assistant","tool_calls":[{"id":"x"}]}]}""", "messages[0].tool_calls[0].function" },
        { """{"model":"a","messages":[{"role":"assistant","tool_calls":[{"id":"x","function":{"name":"f","arguments":{}}}]}]}""", "messages[0].tool_calls[0].function.arguments" },
        { """{"model":"a","messages":[{"role":"tool","content":"x"}]}""", "messages[0].tool_call_id" },
        { With("\"temperature\":\"1\""), "temperature" },
        { With("\"temperature\":2.1"), "temperature" },
        { With("\"temperature\":1e999"), "temperature" },
        { With("\"top_p\":-0.1"), "top_p" },
        { With("\"n\":0"), "n" },
        { With("\"n\":129"), "n" },
        { With("\"n\":1.5"), "n" },
        { With("\"max_tokens\":0"), "max_tokens" },
        { With("\"max_completion_tokens\":99999999999"), "max_completion_tokens" },
        { With("\"seed\":1.5"), "seed" },
        { With("\"presence_penalty\":3"), "presence_penalty" },
        { With("\"logprobs\":1"), "logprobs" },
        { With("\"top_logprobs\":21"), "top_logprobs" },
        { With("\"logit_bias\":{\"1\":101}"), "logit_bias" },
        { With("\"stop\":[\"a\",\"b\",\"c\",\"d\",\"e\"]"), "stop" },
        { With("\"stop\":\"\""), "stop" },
        { With("\"stop\":[1]"), "stop" },
        { With("\"stream\":\"true\""), "stream" },
        { With("\"stream_options\":true"), "stream_options" },
        { With("\"tools\":{}"), "tools" },
        { With("\"tools\":[{\"function\":{\"name\":\"f\"}}]"), "tools[0].type" },
        { With("\"tools\":[{\"type\":\"function\"}]"), "tools[0].function" },
        { With("\"tools\":[{\"type\":\"function\",\"function\":{}}]"), "tools[0].function.name" },
        { With("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":[]}}]"), "tools[0].function.parameters" },
        { With("\"tool_choice\":\"any\""), "tool_choice" },
        { With("\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"f\"}}"), "tool_choice.function.name" },
        { With("\"response_format\":\"json\""), "response_format" },
        { With("\"response_format\":{\"type\":\"xml\"}"), "response_format.type" },
        { With("\"response_format\":{\"type\":\"json_schema\"}"), "response_format.json_schema" },
        { With("\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"schema\":{}}}"), "response_format.json_schema.name" },
        { With("\"reasoning_effort\":\"lots\""), "reasoning_effort" },
        { With("\"verbosity\":\"loud\""), "verbosity" },
        { With("\"metadata\":{\"a\":1}"), "metadata" },
    };

    // Body of a request for a response; the field at fault.
    public static TheoryData<string, string> Responses => new()
    {
        { """{"model":"a"}""", "input" },
        { """{"model":"a","input":[]}""", "input" },
        { """{"model":"a","input":1}""", "input" },
        { """{"model":"a","input":["Hi"]}""", "input[0]" },
        { """{"model":"a","input":[{"content":"Hi"}]}""", "input[0].role" },
        { """{"model":"a","input":[{"role":"tool","content":"Hi"}]}""", "input[0].role" },
        { """{"model":"a","input":[{"role":"user","content":[{"type":"input_image","image_url":"x"}]}]}""", "input[0].content[0].image_url" },
        { """{"model":"a","input":[{"role":"user","content":[{"type":"input_file"}]}]}""", "input[0].content[0].file_data" },
        { """{"model":"a","input":[{"type":"function_call","call_id":"c","name":"f"}]}""", "input[0].arguments" },
        { """{"model":"a","input":[{"type":"function_call_output","output":"x"}]}""", "input[0].call_id" },
        { """{"model":"a","input":[{"type":"reasoning","summary":"x"}]}""", "input[0].summary" },
        { """{"model":"a","input":[{"type":"reasoning","summary":[],"encrypted_content":"ghs1.2.tampered"}]}""", "input[0].encrypted_content" },
        { """{"model":"a","input":"Hi","instructions":1}""", "instructions" },
        { """{"model":"a","input":"Hi","include":"x"}""", "include" },
        { """{"model":"a","input":"Hi","truncation":"maybe"}""", "truncation" },
        { """{"model":"a","input":"Hi","store":"no"}""", "store" },
        { """{"model":"a","input":"Hi","reasoning":{"effort":"lots"}}""", "reasoning.effort" },
        { """{"model":"a","input":"Hi","text":{"format":{"type":"json_schema"}}}""", "text.format.name" },
        { """{"model":"a","input":"Hi","tools":[{"type":"function"}]}""", "tools[0].name" },
    };

    [Theory]
    [MemberData(nameof(Chats))]
    public void Malformed_chat_is_refused_with_its_field(string body, string? field) => AssertRefused("/v1/chat/completions", body, field, AiErrorKind.InvalidRequest);

    [Theory]
    [MemberData(nameof(Responses))]
    public void Malformed_request_for_a_response_is_refused_with_its_field(string body, string field) => AssertRefused("/v1/responses", body, field, AiErrorKind.InvalidRequest);

    [Theory]
    [InlineData("\"previous_response_id\":\"resp_1\"", "previous_response_id", "send the whole conversation in 'input'")]
    [InlineData("\"conversation\":{\"id\":\"c\"}", "conversation", "send the whole conversation in 'input'")]
    [InlineData("\"background\":true", "background", "use 'stream'")]
    [InlineData("\"prompt\":{\"id\":\"p\"}", "prompt", "send its text")]
    public void What_needs_state_is_refused_with_the_remedy(string field, string name, string remedy)
    {
        var error = AssertRefused("/v1/responses", $$$"""{"model":"a","input":"Hi",{{{field}}}}""", name, AiErrorKind.Unsupported);

        Assert.Contains(remedy, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reference_to_a_kept_item_is_refused_with_the_remedy()
    {
        var error = AssertRefused("/v1/responses", """{"model":"a","input":[{"type":"item_reference","id":"msg_1"}]}""", "input[0]", AiErrorKind.Unsupported);

        Assert.Contains("send the item itself", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"model":"a"}""", "prompt")]
    [InlineData("""{"model":"a","prompt":["x","y"]}""", "prompt")]
    [InlineData("""{"model":"a","prompt":[1,2]}""", "prompt")]
    [InlineData("""{"model":"a","prompt":"x","logprobs":6}""", "logprobs")]
    public void Malformed_completion_is_refused_with_its_field(string body, string field) => AssertRefused("/v1/completions", body, field, AiErrorKind.InvalidRequest);

    [Fact]
    public void Body_that_is_not_utf8_is_refused()
    {
        var body = Encoding.UTF8.GetBytes("""{"model":"a","messages":[{"role":"user","content":"X"}]}""");
        body[Array.IndexOf(body, (byte)'X')] = 0xFF;

        Assert.Equal(AiErrorKind.InvalidRequest, Assert.Throws<AiException>(() => OpenAiClient.Decode("/v1/chat/completions", body)).Error.Kind);
    }

    [Fact]
    public void Escaped_pair_of_surrogates_is_text()
    {
        var request = OpenAiClient.Decode("/v1/chat/completions", """{"model":"a","messages":[{"role":"user","content":"\ud83c\udf0d"}]}""");

        Assert.Equal(new TextPart("🌍"), request.Messages[0].Parts[0]);
    }

    [Fact]
    public void Null_counts_as_not_said()
    {
        var request = OpenAiClient.Decode("/v1/chat/completions", With("\"temperature\":null,\"tools\":null,\"stop\":null,\"stream\":null,\"response_format\":null,\"tool_choice\":null,\"metadata\":null,\"unknown\":null"));

        Assert.Null(request.Temperature);
        Assert.Empty(request.Tools);
        Assert.Empty(request.Foreign);
    }

    [Fact]
    public void Unknown_fields_are_kept_and_hints_told_apart()
    {
        var request = OpenAiClient.Decode("/v1/chat/completions", """{"model":"a","messages":[{"role":"user","content":"Hi","x":1},{"role":"assistant","content":"Ho","annotations":[{}]}],"future":{"a":1},"store":false,"modalities":["text"],"stream_options":{"include_obfuscation":false}}""");

        Assert.Equal(
            [("future", false), ("messages[0].x", false), ("messages[1].annotations", true), ("modalities", true), ("store", true), ("stream_options.include_obfuscation", true)],
            request.Foreign.Select(f => (f.Path, f.IsHint)).Order());
        Assert.True(OpenAiClient.Decode("/v1/chat/completions", With("\"store\":true")).Foreign is [{ Path: "store", IsHint: false }]);
    }

    [Fact]
    public void Deployment_in_the_path_is_the_model()
    {
        var request = OpenAiClient.Decode("/openai/deployments/{id}/chat/completions", $$"""{"messages":[{{User}}]}""", "my-gpt");

        Assert.Equal("my-gpt", request.Model);
    }

    private static AiError AssertRefused(string template, string body, string? field, AiErrorKind kind)
    {
        var error = Assert.Throws<AiException>(() => OpenAiClient.Decode(template, body)).Error;
        Assert.Equal((kind, field), (error.Kind, error.Field));
        return error;
    }

    private static string With(string field) => $$$"""{"model":"a","messages":[{{{User}}}],{{{field}}}}""";

    private static string Image(string url) => $$$"""{"model":"a","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"{{{url}}}"}}]}]}""";
}
