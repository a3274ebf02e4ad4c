using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Providers.Anthropic;
using Gatehouse.Ai.Providers.Ollama;
using Gatehouse.Ai.Surfaces;
using Gatehouse.Ai.Surfaces.Anthropic;
using Gatehouse.Ai.Surfaces.Ollama;
using Gatehouse.Ai.Tests.Fixtures;
using Gatehouse.Ai.Tests.Steps;
using Xunit;

namespace Gatehouse.Ai.Tests.RoundTrips;

/// <summary>From a client's dialect through the canonical form to a vendor's, and back.</summary>
public class AnthropicToOllamaTests
{
    private static readonly ChatEndpoint Messages = (ChatEndpoint)new AnthropicSurface().Endpoints[0];
    private static readonly ChatEndpoint Chat = (ChatEndpoint)new OllamaSurface().Endpoints[0];

    public static TheoryData<string> AnthropicBodies => new()
    {
        """{"model":"vendor-model","max_tokens":10,"messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}]}""",
        """{"model":"vendor-model","max_tokens":9000,"stream":true,"temperature":0.5,"top_p":0.5,"top_k":5,"stop_sequences":["a"],"thinking":{"type":"enabled","budget_tokens":2000,"display":"omitted"},"output_config":{"effort":"max","format":{"type":"json_schema","schema":{"type":"object"}}},"system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral","ttl":"1h"}}],"messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}],"metadata":{"user_id":"u"},"service_tier":"auto","container":"c","cache_control":{"type":"ephemeral"}}""",
        """{"model":"vendor-model","max_tokens":10,"messages":[{"role":"user","content":[{"type":"image","source":{"type":"file","file_id":"f"}},{"type":"document","source":{"type":"text","media_type":"text/plain","data":"d"},"title":"t","citations":{"enabled":true}}]},{"role":"assistant","content":[{"type":"thinking","thinking":"a\nb","signature":"Eq+/=="},{"type":"thinking","thinking":"","signature":"only"},{"type":"redacted_thinking","data":"R=="},{"type":"tool_use","id":"toolu_1","name":"f","input":{"x":1.0}},{"type":"server_tool_use","id":"s","name":"web_search","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":"r","is_error":true,"cache_control":{"type":"ephemeral"}},{"type":"text","text":"go"}]}],"tools":[{"name":"f","description":"d","input_schema":{"type":"object"},"cache_control":{"type":"ephemeral"}},{"type":"bash_20250124","name":"bash"}],"tool_choice":{"type":"any","disable_parallel_tool_use":true}}""",
    };

    [Theory]
    [MemberData(nameof(AnthropicBodies))]
    public void Request_in_the_vendors_own_dialect_is_rewritten_as_it_was(string body)
    {
        var notes = new EncodeNotes(rejects: true);

        Calls.AssertJson(body, new AnthropicProvider().EncodeChat(Calls.Decode(Messages, body), Vendors.Model(ProviderKind.Anthropic), notes).Body);
        Assert.Empty(notes.Warnings);
    }

    [Theory]
    [InlineData("""{"model":"vendor-model","stream":true,"messages":[{"role":"user","content":"hi"}],"options":{}}""")]
    [InlineData("""{"model":"vendor-model","stream":false,"messages":[{"role":"system","content":"s"},{"role":"user","content":"hi","images":["iVBORw0KGgo="]},{"role":"assistant","content":"x","thinking":"t","tool_calls":[{"id":"c","function":{"index":0,"name":"f","arguments":{"a":1}}}]},{"role":"tool","content":"r","tool_name":"f","tool_call_id":"c"}],"tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object"}}}],"format":{"type":"object"},"think":"high","options":{"num_predict":5,"temperature":0.5,"seed":1,"stop":["a"],"num_ctx":1},"keep_alive":"5m","truncate":true}""")]
    public void Ollama_request_is_rewritten_as_it_was(string body)
    {
        var notes = new EncodeNotes(rejects: true);

        Calls.AssertJson(body, new OllamaProvider().EncodeChat(Calls.Decode(Chat, body), Vendors.Model(ProviderKind.Ollama), notes).Body);
        Assert.Empty(notes.Warnings);
    }

    [Fact]
    public void Coding_agent_speaks_to_Ollama()
    {
        var request = Calls.Decode(
            Messages,
            """
            {"model":"m","max_tokens":32000,"stream":true,"temperature":1,"system":[{"type":"text","text":"You code.","cache_control":{"type":"ephemeral"}}],
             "messages":[{"role":"user","content":[{"type":"text","text":"list"}]},{"role":"assistant","content":[{"type":"tool_use","id":"toolu_1","name":"Bash","input":{"command":"ls"}}]},
              {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":[{"type":"text","text":"a.cs"}]},{"type":"text","text":"and now"}]}],
             "tools":[{"name":"Bash","description":"runs","input_schema":{"type":"object","properties":{"command":{"type":"string"}}}}],"metadata":{"user_id":"u"},"thinking":{"type":"adaptive"}}
            """,
            ("anthropic-beta", "claude-code-20250219"));
        var notes = new EncodeNotes(rejects: true);

        Calls.AssertJson(
            """
            {"model":"vendor-model","stream":true,"messages":[{"role":"system","content":"You code."},{"role":"user","content":"list"},
              {"role":"assistant","content":"","tool_calls":[{"id":"toolu_1","function":{"index":0,"name":"Bash","arguments":{"command":"ls"}}}]},
              {"role":"tool","content":"a.cs","tool_name":"Bash","tool_call_id":"toolu_1"},{"role":"user","content":"and now"}],
             "tools":[{"type":"function","function":{"name":"Bash","description":"runs","parameters":{"type":"object","properties":{"command":{"type":"string"}}}}}],"think":true,"options":{"num_predict":32000,"temperature":1}}
            """,
            new OllamaProvider().EncodeChat(request, Vendors.Model(ProviderKind.Ollama), notes).Body);
        Assert.Equal(["user: left out, the provider knows no users", "cache_control: left out, the provider caches by itself"], notes.Warnings);

        // The answer, as the agent's library reads it, and sent back by it.
        string written = Answers.Write(new MessagesStreamWriter(Answers.Context), Answers.Decode(new OllamaStreamDecoder(), [System.Text.Encoding.UTF8.GetBytes(OllamaStreams.ThinkingAndTools)]));
        Assert.Contains("\"stop_reason\":\"tool_use\"", written, StringComparison.Ordinal);
        Assert.Contains("{\"type\":\"tool_use\",\"id\":\"call_abc\",\"name\":\"weather\",\"input\":{}}", written, StringComparison.Ordinal);
        Assert.Contains("{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"city\\\":\\\"Paris\\\"}\"}", written, StringComparison.Ordinal);
    }

    [Fact]
    public void Ollama_client_speaks_to_Anthropic()
    {
        var notes = new EncodeNotes(rejects: false);
        var request = Calls.Decode(Chat, """{"model":"m","think":true,"format":"json","keep_alive":"5m","options":{"num_predict":3000,"seed":5},"messages":[{"role":"user","content":"hi"}]}""");

        Calls.AssertJson(
            """
            {"model":"vendor-model","max_tokens":3000,"stream":true,"thinking":{"type":"enabled","budget_tokens":2048},
             "system":[{"type":"text","text":"Answer with exactly one JSON object and nothing else: no words around it, no code fence."}],"messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}]}
            """,
            new AnthropicProvider().EncodeChat(request, Vendors.Model(ProviderKind.Anthropic), notes).Body);
        Assert.Equal(
            ["response_format: a JSON object is asked for in words, the provider has no such mode", "seed: the provider has no such setting", "keep_alive: the provider has no such field"],
            notes.Warnings);
    }

    [Fact]
    public void Signature_survives_the_way_to_the_client_and_back_byte_for_byte()
    {
        const string Signature = "EqoBCkYIARgCKkD/+q==";
        var answer = AnswerCollector.Collect(Answers.Decode(new AnthropicStreamDecoder(), [System.Text.Encoding.UTF8.GetBytes(AnthropicStreams.ThinkingAndTools.Replace("EqQB/+==", Signature, StringComparison.Ordinal))]));
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        var asked = Calls.Decode(Messages, """{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"x"}]}""");
        Messages.WriteAnswer(answer, asked, Answers.Context, output);
        using var message = System.Text.Json.JsonDocument.Parse(output.WrittenMemory);
        string content = message.RootElement.GetProperty("content").GetRawText();
        var next = Calls.Decode(Messages, $$"""{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"x"},{"role":"assistant","content":{{content}}},{"role":"user","content":"y"}]}""");

        var thought = Assert.IsType<ReasoningPart>(next.Messages[1].Parts[0]);
        Assert.Equal((Signature, Dialect.Anthropic), (thought.Signature, thought.Origin));
        Assert.Equal("EmwK/x+=", Assert.IsType<ReasoningPart>(next.Messages[1].Parts[1]).Redacted);
        Assert.Contains(Signature, System.Text.Encoding.UTF8.GetString(new AnthropicProvider().EncodeChat(next, Vendors.Model(ProviderKind.Anthropic), new EncodeNotes(true)).Body.Span), StringComparison.Ordinal);
    }
}
