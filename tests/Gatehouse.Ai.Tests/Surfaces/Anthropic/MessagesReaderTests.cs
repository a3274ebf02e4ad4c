using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Surfaces;
using Gatehouse.Ai.Surfaces.Anthropic;
using Gatehouse.Ai.Tests.Steps;
using Xunit;

namespace Gatehouse.Ai.Tests.Surfaces.Anthropic;

public class MessagesReaderTests
{
    private static readonly ChatEndpoint Endpoint = (ChatEndpoint)new AnthropicSurface().Endpoints[0];

    [Fact]
    public void Every_setting_is_read()
    {
        var request = Calls.Decode(
            Endpoint,
            """
            {"model":"claude","max_tokens":2048,"stream":true,"temperature":0.5,"top_p":0.9,"top_k":40,"stop_sequences":["a","b"],
             "system":[{"type":"text","text":"be","cache_control":{"type":"ephemeral","ttl":"1h"}},{"type":"text","text":"brief"}],
             "messages":[{"role":"user","content":"hi"}],"metadata":{"user_id":"u1"},"service_tier":"standard_only",
             "tools":[{"name":"f","description":"d","input_schema":{"type":"object"},"strict":true,"cache_control":{"type":"ephemeral"}},{"type":"web_search_20250305","name":"web_search","max_uses":5}],
             "tool_choice":{"type":"tool","name":"f","disable_parallel_tool_use":true},
             "thinking":{"type":"enabled","budget_tokens":1024,"display":"omitted"},"output_config":{"effort":"xhigh","format":{"type":"json_schema","schema":{"type":"object"}}},
             "container":"c1","inference_geo":null,"cache_control":{"type":"ephemeral"}}
            """,
            ("anthropic-beta", "one, two"));

        Assert.Equal(("claude", 2048, true, 0.5, 0.9, 40), (request.Model, request.MaxOutputTokens, request.IsStream, request.Temperature, request.TopP, request.TopK));
        Assert.Equal(["a", "b"], request.StopSequences);
        Assert.Equal([new TextPart("be") { Cache = CacheMark.OneHour }, new TextPart("brief")], request.Messages[0].Parts);
        Assert.Equal(MessageRole.System, request.Messages[0].Role);
        Assert.Equal(("u1", "standard_only"), (request.User, request.ServiceTier));
        Assert.Equal(("f", "d", true, CacheMark.FiveMinutes), (request.Tools[0].Name, request.Tools[0].Description, request.Tools[0].IsStrict, request.Tools[0].Cache));
        Assert.Equal(("web_search_20250305", 5), (request.Tools[1].Foreign!.Kind, request.Tools[1].Foreign!.Value.GetProperty("max_uses").GetInt32()));
        Assert.Equal(new ToolChoice(ToolChoiceKind.Named, "f"), request.ToolChoice);
        Assert.False(request.ParallelToolCalls);
        Assert.Equal(new ReasoningWish { IsOn = true, BudgetTokens = 1024, Summary = "omitted", Effort = "xhigh" }, request.Reasoning);
        Assert.Equal(ResponseFormatKind.JsonSchema, request.ResponseFormat!.Kind);
        Assert.Equal(["one", "two"], request.Betas);
        Assert.Equal(["container", "cache_control"], request.Foreign.Select(f => f.Path));
        Assert.Equal([false, true], request.Foreign.Select(f => f.IsHint));
        Assert.Equal(WireFormat.AnthropicMessages, request.Format);
    }

    [Fact]
    public void Every_block_is_read()
    {
        var request = Calls.Decode(
            Endpoint,
            """
            {"model":"m","max_tokens":1,"messages":[
             {"role":"user","content":[{"type":"text","text":"look"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="}},
              {"type":"image","source":{"type":"url","url":"https://a.test/x"}},{"type":"image","source":{"type":"file","file_id":"file_1"}},
              {"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBERi0="},"title":"t","context":"c","citations":{"enabled":true}},
              {"type":"document","source":{"type":"text","media_type":"text/plain","data":"plain"}},{"type":"search_result","source":"s","title":"t","content":[]}]},
             {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"Sig+/=="},{"type":"thinking","thinking":"","signature":"ghs1.3.bed"},{"type":"redacted_thinking","data":"Red=="},
              {"type":"tool_use","id":"toolu_1","name":"f","input":{"b": 1.0,"a":"é"}},{"type":"server_tool_use","id":"s1","name":"web_search","input":{}}]},
             {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","is_error":true,"content":[{"type":"text","text":"no"},{"type":"image","source":{"type":"url","url":"http://a.test/y"}}]},{"type":"tool_result","tool_use_id":"toolu_1"},{"type":"text","text":"go on"}]},
             {"role":"system","content":"later"}]}
            """);

        Assert.Equal(
            [
                new TextPart("look"),
                new ImagePart(new MediaSource { MediaType = "image/png", Base64 = "iVBORw0KGgo=" }),
                new ImagePart(new MediaSource { Url = "https://a.test/x" }),
                new ImagePart(new MediaSource { FileId = "file_1" }),
                new FilePart(new MediaSource { MediaType = "application/pdf", Base64 = "JVBERi0=" }, "t") { Context = "c", WantsCitations = true },
                new FilePart(null, null) { Text = "plain" },
            ],
            request.Messages[0].Parts.Take(6));
        Assert.Equal("search_result", Assert.IsType<ForeignPart>(request.Messages[0].Parts[6]).Kind);
        Assert.Equal(
            [
                new ReasoningPart("hm") { Signature = "Sig+/==", Origin = Dialect.Anthropic },
                new ReasoningPart("") { Signature = "bed", Origin = Dialect.Bedrock },
                new ReasoningPart("") { Redacted = "Red==", Origin = Dialect.Anthropic },
                new ToolCallPart("toolu_1", "f", """{"b": 1.0,"a":"é"}"""),
            ],
            request.Messages[1].Parts.Take(4));
        var result = Assert.IsType<ToolResultPart>(request.Messages[2].Parts[0]);
        Assert.True(result.IsError);
        Assert.Equal([new TextPart("no"), new ImagePart(new MediaSource { Url = "http://a.test/y" })], result.Content);
        Assert.Empty(Assert.IsType<ToolResultPart>(request.Messages[2].Parts[1]).Content);
        Assert.Equal(MessageRole.System, request.Messages[3].Role);
        Assert.Empty(request.Foreign);
    }

    [Theory]
    // Body without its braces; the field that is named.
    [InlineData("", "model")]
    [InlineData(""" "model":"" """, "model")]
    [InlineData(""" "model":5 """, "model")]
    [InlineData(""" "model":"m","messages":[{"role":"user","content":"x"}] """, "max_tokens")]
    [InlineData(""" "model":"m","max_tokens":0,"messages":[{"role":"user","content":"x"}] """, "max_tokens")]
    [InlineData(""" "model":"m","max_tokens":1.5,"messages":[{"role":"user","content":"x"}] """, "max_tokens")]
    [InlineData(""" "model":"m","max_tokens":"1","messages":[{"role":"user","content":"x"}] """, "max_tokens")]
    [InlineData(""" "model":"m","max_tokens":1 """, "messages")]
    [InlineData(""" "model":"m","max_tokens":1,"messages":[] """, "messages")]
    [InlineData(""" "model":"m","max_tokens":1,"messages":{} """, "messages")]
    [InlineData(""" "model":"m","max_tokens":1,"messages":["x"] """, "messages[0]")]
    [InlineData(""" "model":"m","max_tokens":1,"messages":[{"role":"tool","content":"x"}] """, "messages[0].role")]
    [InlineData(""" "model":"m","max_tokens":1,"messages":[{"role":"user"}] """, "messages[0].content")]
    [InlineData(""" "model":"m","max_tokens":1,"messages":[{"role":"user","content":5}] """, "messages[0].content")]
    [InlineData(""" "model":"m","max_tokens":1,"messages":[{"role":"user","content":[{"text":"x"}]}] """, "messages[0].content[0].type")]
    [InlineData(""" "model":"m","max_tokens":1,"messages":[{"role":"user","content":[{"type":"text"}]}] """, "messages[0].content[0].text")]
    [InlineData(""" "model":"m","max_tokens":1,"messages":[{"role":"user","content":[{"type":"tool_use","id":"a","name":"b","input":{}}]}] """, "messages[0].content[0].type")]
    [InlineData(""" "model":"m","max_tokens":1,"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"b","input":"{}"}]}] """, "messages[0].content[0].input")]
    [InlineData(""" "model":"m","max_tokens":1,"messages":[{"role":"assistant","content":[{"type":"tool_result","tool_use_id":"a"}]}] """, "messages[0].content[0].type")]
    [InlineData(""" "model":"m","max_tokens":1,"messages":[{"role":"user","content":[{"type":"tool_result","content":"x"}]}] """, "messages[0].content[0].tool_use_id")]
    [InlineData(""" "model":"m","max_tokens":1,"messages":[{"role":"user","content":[{"type":"thinking","thinking":"x","signature":"y"}]}] """, "messages[0].content[0].type")]
    [InlineData(""" "model":"m","max_tokens":1,"messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/tiff","data":"AA=="}}]}] """, "messages[0].content[0].source.media_type")]
    [InlineData(""" "model":"m","max_tokens":1,"messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"***"}}]}] """, "messages[0].content[0].source.data")]
    [InlineData(""" "model":"m","max_tokens":1,"messages":[{"role":"user","content":[{"type":"image","source":{"type":"url","url":"file:///etc/passwd"}}]}] """, "messages[0].content[0].source.url")]
    [InlineData(""" "model":"m","max_tokens":1,"messages":[{"role":"user","content":[{"type":"text","text":"x","cache_control":{"type":"ephemeral","ttl":"2h"}}]}] """, "messages[0].content[0].cache_control.ttl")]
    [InlineData(""" "model":"m","max_tokens":1,"messages":[{"role":"user","content":"x"}],"system":[{"type":"image","source":{}}] """, "system[0].type")]
    [InlineData(""" "model":"m","max_tokens":1,"messages":[{"role":"user","content":"x"}],"temperature":1.1 """, "temperature")]
    [InlineData(""" "model":"m","max_tokens":1,"messages":[{"role":"user","content":"x"}],"top_p":-1 """, "top_p")]
    [InlineData(""" "model":"m","max_tokens":1,"messages":[{"role":"user","content":"x"}],"stream":"true" """, "stream")]
    [InlineData(""" "model":"m","max_tokens":1,"messages":[{"role":"user","content":"x"}],"stop_sequences":"END" """, "stop_sequences")]
    [InlineData(""" "model":"m","max_tokens":1,"messages":[{"role":"user","content":"x"}],"stop_sequences":[1] """, "stop_sequences[0]")]
    [InlineData(""" "model":"m","max_tokens":1,"messages":[{"role":"user","content":"x"}],"tools":[{"name":"a b","input_schema":{}}] """, "tools[0].name")]
    [InlineData(""" "model":"m","max_tokens":1,"messages":[{"role":"user","content":"x"}],"tools":[{"name":"a"}] """, "tools[0].input_schema")]
    [InlineData(""" "model":"m","max_tokens":1,"messages":[{"role":"user","content":"x"}],"tools":[{"type":"function","function":{"name":"a"}}] """, "tools[0].type")]
    [InlineData(""" "model":"m","max_tokens":1,"messages":[{"role":"user","content":"x"}],"tool_choice":"auto" """, "tool_choice")]
    [InlineData(""" "model":"m","max_tokens":1,"messages":[{"role":"user","content":"x"}],"tool_choice":{"type":"tool"} """, "tool_choice.name")]
    [InlineData(""" "model":"m","max_tokens":1,"messages":[{"role":"user","content":"x"}],"thinking":{"type":"enabled"} """, "thinking.budget_tokens")]
    [InlineData(""" "model":"m","max_tokens":1,"messages":[{"role":"user","content":"x"}],"thinking":{"type":"enabled","budget_tokens":1023} """, "thinking.budget_tokens")]
    [InlineData(""" "model":"m","max_tokens":1,"messages":[{"role":"user","content":"x"}],"thinking":{"type":"adaptive","budget_tokens":2000} """, "thinking.budget_tokens")]
    [InlineData(""" "model":"m","max_tokens":1,"messages":[{"role":"user","content":"x"}],"output_config":{"effort":"extreme"} """, "output_config.effort")]
    [InlineData(""" "model":"m","max_tokens":1,"messages":[{"role":"user","content":"x"}],"service_tier":"priority" """, "service_tier")]
    public void Malformed_request_is_refused_by_its_field(string members, string field)
    {
        var error = Assert.Throws<AiException>(() => Calls.Decode(Endpoint, $"{{{members}}}")).Error;

        Assert.Equal((AiErrorKind.InvalidRequest, field), (error.Kind, error.Field));
        Assert.StartsWith(field + ": ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("{\"model\":\"a\",\"model\":\"b\"}")]
    [InlineData("{\"model\":\"\\ud800\"}")]
    [InlineData("{/* c */}")]
    public void Body_that_is_no_strict_json_object_is_refused(string body)
        => Assert.Equal(AiErrorKind.InvalidRequest, Assert.Throws<AiException>(() => Calls.Decode(Endpoint, body)).Error.Kind);

    [Fact]
    public void Escaped_pairs_of_surrogates_are_text()
        => Assert.Equal([new TextPart("😀")], Calls.Decode(Endpoint, """{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"\ud83d\ude00"}]}""").Messages[0].Parts);

    [Fact]
    public void Member_nobody_knows_is_kept_and_names_that_are_no_words_are_not_repeated()
    {
        var request = Calls.Decode(Endpoint, """{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"x","extra":1}],"new":{"a":[1]},"\r\nset-cookie: x":2}""");

        Assert.Equal(["new", "(other)", "messages[0].extra"], request.Foreign.Select(f => f.Path));
        Assert.Equal("""{"a":[1]}""", request.Foreign[0].Value.GetRawText());
    }

    [Fact]
    public void Counting_needs_no_limit()
    {
        var endpoint = (CountTokensEndpoint)new AnthropicSurface().Endpoints[1];
        var request = endpoint.Decode(new ClientCall { Headers = Calls.Headers(), Body = """{"model":"m","messages":[{"role":"user","content":"x"}]}"""u8.ToArray() });
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        endpoint.WriteAnswer(12, output);

        Assert.Equal("m", request.Model);
        Assert.Equal("""{"input_tokens":12}""", JsonDocument.Parse(output.WrittenMemory).RootElement.GetRawText());
    }
}
