namespace Gatehouse.EndToEnd.Ai;

/// <summary>A request with a place for protected text: in the body <c>SECRET</c> stands for it as a part of a JSON string, <c>BASE64</c> encoded, and <c>STREAM</c> for true or false.</summary>
internal sealed record LeakCase(string Field, string Path, string Body)
{
    /// <summary>Whether the request is refused whoever is asked.</summary>
    public bool IsRefused { get; init; }

    public static readonly IReadOnlyList<LeakCase> All =
    [
        Chat("system", """[{"role":"system","content":"SECRET"},{"role":"user","content":"Summarise."}]"""),
        Chat("developer", """[{"role":"developer","content":"SECRET"},{"role":"user","content":"Summarise."}]"""),
        Chat("user", """[{"role":"user","content":"SECRET"}]"""),
        Chat("user part", """[{"role":"user","content":[{"type":"text","text":"Look:"},{"type":"text","text":"SECRET"}]}]"""),
        Chat("user in JSON in a string", """[{"role":"user","content":"{\"note\":\"SECRET\"}"}]"""),
        Chat("user in base64", """[{"role":"user","content":"decode BASE64"}]"""),
        Chat("assistant", """[{"role":"user","content":"Hi"},{"role":"assistant","content":"SECRET"},{"role":"user","content":"Shorter."}]"""),
        Chat("refusal", """[{"role":"user","content":"Hi"},{"role":"assistant","content":[{"type":"refusal","refusal":"SECRET"}]},{"role":"user","content":"Shorter."}]"""),
        Chat("reasoning", """[{"role":"user","content":"Hi"},{"role":"assistant","content":"x","reasoning_content":"SECRET"},{"role":"user","content":"Shorter."}]"""),
        Chat("tool arguments", """[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\":\"SECRET\"}"}}]},{"role":"tool","tool_call_id":"c1","content":"ok"}]"""),
        Chat("tool result", """[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c1","content":"SECRET"}]"""),
        Chat("file text", """[{"role":"user","content":[{"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,BASE64"}}]}]"""),
        Chat("file name", """[{"role":"user","content":[{"type":"file","file":{"filename":"SECRET.pdf","file_data":"data:application/pdf;base64,JVBERi0="}}]}]"""),
        Chat("image", """[{"role":"user","content":[{"type":"text","text":"What is it?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,BASE64"}}]}]"""),
        Chat("tool description", """[{"role":"user","content":"Hi"}]""", ""","tools":[{"type":"function","function":{"name":"f","description":"SECRET","parameters":{"type":"object"}}}]"""),
        Chat("tool schema", """[{"role":"user","content":"Hi"}]""", ""","tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object","description":"SECRET"}}}]"""),
        Chat("schema of the answer", """[{"role":"user","content":"Hi"}]""", ""","response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object","description":"SECRET"}}}"""),
        Chat("metadata", """[{"role":"user","content":"Hi"}]""", ""","metadata":{"note":"SECRET"}"""),
        Chat("user name", """[{"role":"user","content":"Hi"}]""", ""","user":"SECRET" """),
        Chat("safety identifier", """[{"role":"user","content":"Hi"}]""", ""","safety_identifier":"SECRET" """),
        Chat("stop sequence", """[{"role":"user","content":"Hi"}]""", ""","stop":["SECRET"]"""),
        Chat("cache key", """[{"role":"user","content":"Hi"}]""", ""","prompt_cache_key":"SECRET" """),
        Chat("unknown field", """[{"role":"user","content":"Hi"}]""", ""","x_note":{"deep":["SECRET"]}"""),
        Chat("predicted answer", """[{"role":"user","content":"Hi"}]""", ""","prediction":{"type":"content","content":"SECRET"}"""),
        new("responses input", "/v1/responses", """{"model":"mixed","stream":STREAM,"store":false,"input":"SECRET"}"""),
        new("responses instructions", "/v1/responses", """{"model":"mixed","stream":STREAM,"store":false,"instructions":"SECRET","input":"Hi"}"""),
        new("responses tool output", "/v1/responses", """{"model":"mixed","stream":STREAM,"store":false,"input":[{"role":"user","content":"Hi"},{"type":"function_call","call_id":"c1","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"c1","output":"SECRET"}]}"""),
        new("completions prompt", "/v1/completions", """{"model":"mixed","stream":STREAM,"prompt":"SECRET"}"""),
        new("completions suffix", "/v1/completions", """{"model":"mixed","stream":STREAM,"prompt":"Hi","suffix":"SECRET"}"""),
        Messages("anthropic system", "\"Hi\"", ""","system":[{"type":"text","text":"SECRET"}]"""),
        Messages("anthropic user", "[{\"type\":\"text\",\"text\":\"SECRET\"}]"),
        Messages("anthropic user id", "\"Hi\"", ""","metadata":{"user_id":"SECRET"}"""),
        Messages("anthropic document", "[{\"type\":\"document\",\"source\":{\"type\":\"text\",\"media_type\":\"text/plain\",\"data\":\"SECRET\"}},{\"type\":\"text\",\"text\":\"Sum up\"}]"),
        Messages("anthropic document title", "[{\"type\":\"document\",\"title\":\"SECRET\",\"source\":{\"type\":\"text\",\"media_type\":\"text/plain\",\"data\":\"x\"}},{\"type\":\"text\",\"text\":\"Sum up\"}]"),
        Messages("anthropic document context", "[{\"type\":\"document\",\"context\":\"SECRET\",\"source\":{\"type\":\"text\",\"media_type\":\"text/plain\",\"data\":\"x\"}},{\"type\":\"text\",\"text\":\"Sum up\"}]"),
        new("anthropic tool result", "/v1/messages", """{"model":"mixed","max_tokens":99,"stream":STREAM,"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"f","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":[{"type":"text","text":"SECRET"}]}]}]}"""),
        new("anthropic tool input", "/v1/messages", """{"model":"mixed","max_tokens":99,"stream":STREAM,"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"f","input":{"deep":{"a":["SECRET"]}}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"ok"}]}]}"""),
        new("anthropic thinking", "/v1/messages", """{"model":"mixed","max_tokens":99,"stream":STREAM,"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":[{"type":"thinking","thinking":"SECRET","signature":"c2ln"},{"type":"text","text":"x"}]},{"role":"user","content":"More"}]}"""),
        new("counting", "/v1/messages/count_tokens", """{"model":"mixed","messages":[{"role":"user","content":"SECRET"}]}"""),
        new("ollama chat", "/api/chat", """{"model":"mixed","stream":STREAM,"messages":[{"role":"user","content":"SECRET"}]}"""),
        new("ollama generate", "/api/generate", """{"model":"mixed","stream":STREAM,"system":"SECRET","prompt":"Hi"}"""),
        new("bedrock user", "/model/mixed/CONVERSE", """{"messages":[{"role":"user","content":[{"text":"SECRET"}]}]}"""),
        new("bedrock tool result", "/model/mixed/CONVERSE", """{"messages":[{"role":"user","content":[{"text":"Hi"}]},{"role":"assistant","content":[{"toolUse":{"toolUseId":"t1","name":"f","input":{}}}]},{"role":"user","content":[{"toolResult":{"toolUseId":"t1","content":[{"json":{"a":"SECRET"}}]}}]}]}"""),
        new("bedrock document", "/model/mixed/CONVERSE", """{"messages":[{"role":"user","content":[{"text":"Hi"},{"document":{"format":"txt","name":"note","source":{"bytes":"BASE64"}}}]}]}"""),
        new("bedrock metadata", "/model/mixed/CONVERSE", """{"messages":[{"role":"user","content":[{"text":"Hi"}]}],"requestMetadata":{"note":"SECRET"}}"""),
        new("bedrock further fields", "/model/mixed/CONVERSE", """{"messages":[{"role":"user","content":[{"text":"Hi"}]}],"additionalModelRequestFields":{"note":"SECRET"}}"""),
        // Bytes that pass through untouched have to be looked at where the decoder has no word for them.
        Chat("unknown field of a message", """[{"role":"user","content":"Hi","note":"SECRET"}]"""),
        Chat("unknown field of a part", """[{"role":"user","content":[{"type":"text","text":"Hi","note":"SECRET"}]}]"""),
        Chat("unknown part", """[{"role":"user","content":[{"type":"note","note":"SECRET"}]}]"""),
        Chat("field twice", """[{"role":"user","content":"SECRET","content":"Hi"}]""") with { IsRefused = true },
        Chat("name of a person", """[{"role":"user","name":"SECRET","content":"Hi"}]"""),
        Chat("unknown field of a call", """[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","note":"SECRET","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c1","content":"ok"}]"""),
        Chat("id of a call", """[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":[{"id":"SECRET","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"SECRET","content":"ok"}]"""),
        Chat("unknown field of a tool", """[{"role":"user","content":"Hi"}]""", ""","tools":[{"type":"function","function":{"name":"f","note":"SECRET","parameters":{"type":"object"}}}]"""),
        Chat("options of the stream", """[{"role":"user","content":"Hi"}]""", ""","stream_options":{"note":"SECRET"}"""),
        Chat("options of the search", """[{"role":"user","content":"Hi"}]""", ""","web_search_options":{"user_location":{"type":"approximate","approximate":{"city":"SECRET"}}}"""),
        Chat("name of metadata", """[{"role":"user","content":"Hi"}]""", ""","metadata":{"SECRET":"x"}"""),
        Chat("unknown field of the schema", """[{"role":"user","content":"Hi"}]""", ""","response_format":{"type":"json_schema","note":"SECRET","json_schema":{"name":"n","schema":{"type":"object"}}}"""),
        Chat("URL of an image", """[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://images.example/SECRET"}}]}]"""),
        Messages("mark for the cache", "[{\"type\":\"text\",\"text\":\"Hi\",\"cache_control\":{\"type\":\"ephemeral\",\"note\":\"SECRET\"}}]"),
        Messages("unknown field of a block", "[{\"type\":\"text\",\"text\":\"Hi\",\"note\":\"SECRET\"}]"),
        Messages("unknown block", "[{\"type\":\"note\",\"note\":\"SECRET\"}]"),
        Messages("unknown field", "\"Hi\"", ""","note":{"deep":"SECRET"}"""),
        Messages("search result", "[{\"type\":\"search_result\",\"source\":\"SECRET\",\"title\":\"t\",\"content\":[{\"type\":\"text\",\"text\":\"x\"}]}]"),
        Messages("tool of the vendor", "\"Hi\"", ""","tools":[{"type":"web_search_20250305","name":"web_search","user_location":{"type":"approximate","city":"SECRET"}}]"""),
        new("unknown field of a line", "/api/chat", """{"model":"mixed","stream":STREAM,"messages":[{"role":"user","content":"Hi","note":"SECRET"}]}"""),
        new("unknown option", "/api/chat", """{"model":"mixed","stream":STREAM,"messages":[{"role":"user","content":"Hi"}],"options":{"note":"SECRET"}}"""),
        new("template", "/api/generate", """{"model":"mixed","stream":STREAM,"template":"SECRET","prompt":"Hi"}""") { IsRefused = true },
        new("bedrock prompt variables", "/model/mixed/CONVERSE", """{"messages":[{"role":"user","content":[{"text":"Hi"}]}],"promptVariables":{"v":{"text":"SECRET"}}}"""),
        new("bedrock guard content", "/model/mixed/CONVERSE", """{"messages":[{"role":"user","content":[{"guardContent":{"text":{"text":"SECRET"}}}]}]}"""),
        new("bedrock unknown field", "/model/mixed/CONVERSE", """{"messages":[{"role":"user","content":[{"text":"Hi"}],"note":"SECRET"}],"note":"SECRET"}"""),
        new("bedrock document name", "/model/mixed/CONVERSE", """{"messages":[{"role":"user","content":[{"text":"Hi"},{"document":{"format":"txt","name":"SECRET","source":{"text":"x"}}}]}]}"""),
        new("name of a field", "/v1/chat/completions", """{"model":"mixed","stream":STREAM,"messages":[{"role":"user","content":"Hi"}],"SECRET":1}"""),
        new("name of a model", "/v1/chat/completions", """{"model":"SECRET","stream":STREAM,"messages":[{"role":"user","content":"Hi"}]}""") { IsRefused = true },
        new("own prompt", "/chat", """{"model":"mixed","stream":STREAM,"prompt":"SECRET"}"""),
        new("own messages", "/chat", """{"model":"mixed","stream":STREAM,"messages":[{"role":"system","content":"SECRET"},{"role":"user","content":"Hi"}]}"""),
        new("embeddings", "/v1/embeddings", """{"model":"embedder","input":["harmless","SECRET"]}"""),
        new("embeddings user", "/v1/embeddings", """{"model":"embedder","input":"harmless","user":"SECRET"}"""),
        new("ollama embed", "/api/embed", """{"model":"embedder","input":"SECRET"}"""),
        new("ollama embeddings", "/api/embeddings", """{"model":"embedder","prompt":"SECRET"}"""),
    ];

    private static LeakCase Chat(string field, string messages, string more = "") => new(field, "/v1/chat/completions", $$"""{"model":"mixed","stream":STREAM,"messages":{{messages}}{{more}}}""");

    private static LeakCase Messages(string field, string content, string more = "")
        => new("messages: " + field, "/v1/messages", $$"""{"model":"mixed","max_tokens":99,"stream":STREAM,"messages":[{"role":"user","content":{{content}} }]{{more}}}""");

    /// <summary>The request with a text in it.</summary>
    public (string Path, string Body) With(string text, bool isStream) => (
        Path.Replace("CONVERSE", isStream ? "converse-stream" : "converse", StringComparison.Ordinal),
        Body.Replace("SECRET", text, StringComparison.Ordinal)
            .Replace("BASE64", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text)), StringComparison.Ordinal)
            .Replace("STREAM", isStream ? "true" : "false", StringComparison.Ordinal));

    public override string ToString() => Field;
}
