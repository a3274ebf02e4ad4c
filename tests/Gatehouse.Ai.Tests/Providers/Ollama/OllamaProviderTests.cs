using System.Text;
using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Providers.Ollama;
using Gatehouse.Ai.Surfaces.Ollama;
using Gatehouse.Ai.Tests.Steps;
using Gatehouse.Core.Http;
using Xunit;

namespace Gatehouse.Ai.Tests.Providers.Ollama;

public class OllamaProviderTests
{
    private static readonly OllamaProvider Provider = new();

    private static readonly ChatRequest Hi = Request(new Message(MessageRole.User, [new TextPart("hi")]));

    // Request; members beside model, stream and messages; warnings, joined by '|'.
    private static readonly (string Name, ChatRequest Request, string Members, string Warnings)[] Settings =
    [
        ("nothing", Hi, """ "options":{} """, ""),
        ("options", Hi with { MaxOutputTokens = 5, Temperature = 1.5, TopP = 0.9, TopK = 3, MinP = 0.1, Seed = 9, PresencePenalty = 1, FrequencyPenalty = -1, StopSequences = ["a"] }, """ "options":{"num_predict":5,"temperature":1.5,"top_p":0.9,"top_k":3,"min_p":0.1,"seed":9,"presence_penalty":1,"frequency_penalty":-1,"stop":["a"]} """, ""),
        ("tools", Hi with { Tools = [new Tool("f") { Description = "d", Parameters = JsonElement.Parse("""{"type":"object"}""") }, new Tool("g")], ToolChoice = new ToolChoice(ToolChoiceKind.Auto) }, """ "tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object"}}},{"type":"function","function":{"name":"g","parameters":{"type":"object","properties":{}}}}],"options":{} """, ""),
        ("no tools", Hi with { Tools = [new Tool("f")], ToolChoice = new ToolChoice(ToolChoiceKind.None) }, """ "options":{} """, ""),
        ("forced", Hi with { Tools = [new Tool("f") { Cache = CacheMark.OneHour }], ToolChoice = new ToolChoice(ToolChoiceKind.Named, "f"), ParallelToolCalls = false }, """ "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{}}}}],"options":{} """, "tool_choice: the provider lets the model decide whether it calls a tool|parallel_tool_calls: the provider lets the model decide how many tools it calls|cache_control: left out, the provider caches by itself"),
        ("json", Hi with { ResponseFormat = new ResponseFormat(ResponseFormatKind.JsonObject) }, """ "format":"json","options":{} """, ""),
        ("schema", Hi with { ResponseFormat = new ResponseFormat(ResponseFormatKind.JsonSchema) { Schema = JsonElement.Parse("""{"type":"object"}""") } }, """ "format":{"type":"object"},"options":{} """, ""),
        ("effort", Hi with { Reasoning = new ReasoningWish { Effort = "xhigh" } }, """ "think":"max","options":{} """, ""),
        ("minimal effort", Hi with { Reasoning = new ReasoningWish { Effort = "minimal" } }, """ "think":"low","options":{} """, ""),
        ("no effort", Hi with { Reasoning = new ReasoningWish { Effort = "none" } }, """ "think":false,"options":{} """, ""),
        ("budget", Hi with { Reasoning = new ReasoningWish { IsOn = true, BudgetTokens = 2000 } }, """ "think":true,"options":{} """, "thinking.budget_tokens: the provider has no budget of thought, it was asked to think"),
        ("logprobs", Hi with { WantsLogprobs = true, TopLogprobs = 2 }, """ "logprobs":true,"top_logprobs":2,"options":{} """, ""),
        ("unsupported", Hi with { Choices = 2, LogitBias = JsonElement.Parse("""{"1":1}"""), Verbosity = "low", User = "u", Metadata = [new("a", "b")], PromptCacheKey = "k", ServiceTier = "flex" }, """ "options":{} """, "n: the provider gives one answer per request|logit_bias: the provider has no such setting|verbosity: the provider has no such setting|user: left out, the provider knows no users|metadata: left out, the provider keeps none|prompt_cache_key: left out, the provider caches by itself|service_tier: left out, the provider has one class of service"),
        ("strict tools", Hi with { Tools = [new Tool("f") { IsStrict = true }] }, """ "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{}}}}],"options":{} """, "tools.strict: left out, the provider does not hold calls to their schema"),
        ("own foreign", Hi with { Format = WireFormat.OllamaGenerate, Foreign = [new ForeignField("options.num_ctx", JsonElement.Parse("8192")), new ForeignField("keep_alive", JsonElement.Parse("\"5m\"")) { IsHint = true }, new ForeignField("context", JsonElement.Parse("[1]"))] }, """ "options":{"num_ctx":8192},"keep_alive":"5m" """, "context: the provider has no such field"),
        ("foreign", Hi with { Foreign = [new ForeignField("prediction", JsonElement.Parse("1"))] }, """ "options":{} """, "prediction: the provider has no such field"),
    ];

    public static TheoryData<string> SettingNames => [.. Settings.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(SettingNames))]
    public void Settings_are_translated(string name)
    {
        var (_, request, members, warnings) = Settings.Single(c => c.Name == name);
        var notes = new EncodeNotes(rejects: false);

        Calls.AssertJson($$"""{"model":"vendor-model","stream":false,"messages":[{"role":"user","content":"hi"}],{{members}}}""", Provider.EncodeChat(request, Vendors.Model(ProviderKind.Ollama), notes).Body);
        Assert.Equal(warnings, string.Join('|', notes.Warnings));
    }

    [Fact]
    public void Conversation_is_translated()
    {
        var notes = new EncodeNotes(rejects: false);
        var call = Provider.EncodeChat(
            Request(
                new Message(MessageRole.System, [new TextPart("a"), new TextPart("b")]),
                new Message(MessageRole.User, [new TextPart("look"), new ImagePart(new MediaSource { Base64 = "iVBORw0KGgo=" }), new FilePart(null, "n.txt") { Text = "body" }]),
                new Message(MessageRole.Assistant, [new ReasoningPart("hm") { Signature = "S", Origin = Dialect.Anthropic }, new TextPart("So"), new TextPart("."), new ToolCallPart("id1", "f", """{"x": 1}"""), new ToolCallPart("id2", "g", "oops")]),
                new Message(MessageRole.User, [new ToolResultPart("id1", null, [new TextPart("one")]), new ToolResultPart("id2", "named", [new TextPart("two")]) { IsError = true }, new TextPart("go on")])) with
            { IsStream = true },
            Vendors.Model(ProviderKind.Ollama),
            notes);

        Calls.AssertJson(
            """
            {"model":"vendor-model","stream":true,"messages":[
              {"role":"system","content":"a\n\nb"},
              {"role":"user","content":"look\n\nn.txt:\nbody","images":["iVBORw0KGgo="]},
              {"role":"assistant","content":"So.","thinking":"hm","tool_calls":[{"id":"id1","function":{"index":0,"name":"f","arguments":{"x":1}}},{"id":"id2","function":{"index":1,"name":"g","arguments":{"arguments":"oops"}}}]},
              {"role":"tool","content":"one","tool_name":"f","tool_call_id":"id1"},
              {"role":"tool","content":"two","tool_name":"named","tool_call_id":"id2"},
              {"role":"user","content":"go on"}],"options":{}}
            """,
            call.Body);
        Assert.Equal(["document: sent as text, the provider takes no documents", "tool_calls: arguments that are no JSON object were put into one", "tool_result.is_error: left out, the provider does not tell failed tools from others"], notes.Warnings);
        Assert.Equal(("POST", "/api/chat", true), (call.Method, call.Target, call.IsStream));
        Assert.Contains(new("authorization", $"Bearer {Vendors.Key}"), call.Headers);
    }

    public static TheoryData<string> Refusals => ["url", "sound", "pdf"];

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_cannot_be_said_is_refused(string what)
    {
        Part part = what switch
        {
            "url" => new ImagePart(new MediaSource { Url = "https://a.test/x.png" }),
            "sound" => new AudioPart(new MediaSource { Base64 = "AA==" }, "wav"),
            _ => new FilePart(new MediaSource { Base64 = "JVBERi0=", MediaType = "application/pdf" }, null),
        };

        Assert.Equal(AiErrorKind.Unsupported, Assert.Throws<AiException>(() => Provider.EncodeChat(Request(new Message(MessageRole.User, [part])), Vendors.Model(ProviderKind.Ollama), new EncodeNotes(false))).Error.Kind);
    }

    [Fact]
    public void Body_passes_with_nothing_but_the_models_name_changed()
    {
        const string Body = """{ "model":"llama3:latest", "messages":[{"role":"user","content":"x"}], "options":{"mirostat":1} }""";
        var request = Calls.Decode(new OllamaChatEndpoint(new OllamaSurface()), Body);
        var call = Provider.PassChat(request, Encoding.UTF8.GetBytes(Body), Vendors.Model(ProviderKind.Ollama, "llama3:8b"))!;

        Assert.Equal(Body.Replace("llama3:latest", "llama3:8b", StringComparison.Ordinal), Encoding.UTF8.GetString(call.Body.Span));
        Assert.True(call.IsStream);
    }

    public static TheoryData<int, string, string, string> Errors => new()
    {
        { 400, """{"error":"invalid options"}""", nameof(AiErrorKind.InvalidRequest), "invalid options" },
        { 400, """{"error":"\"m\" does not support tools"}""", nameof(AiErrorKind.Unsupported), "\"m\" does not support tools" },
        { 400, """{"error":"the input exceeds the context length"}""", nameof(AiErrorKind.ContextWindow), "the input exceeds the context length" },
        { 401, """{"error":"unauthorized"}""", nameof(AiErrorKind.VendorFailed), "The provider did not accept the gateway's credential or account." },
        { 404, """{"error":"model \"x\" not found, try pulling it first"}""", nameof(AiErrorKind.ModelNotFound), "The provider does not have the model." },
        { 429, "", nameof(AiErrorKind.RateLimited), "The provider's rate limit is reached." },
        { 500, """{"error":"open /root/.ollama/x: no such file"}""", nameof(AiErrorKind.VendorFailed), "The provider failed." },
        { 503, """{"error":"server busy"}""", nameof(AiErrorKind.Overloaded), "The provider is overloaded." },
        { 504, "", nameof(AiErrorKind.Timeout), "The provider took too long." },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public void Error_means(int status, string body, string kind, string message)
    {
        var error = Provider.DecodeError(status, Calls.Headers(("retry-after", "3")), Encoding.UTF8.GetBytes(body));

        Assert.Equal((kind, message, status, TimeSpan.FromSeconds(3)), (error.Kind.ToString(), error.Message, error.VendorStatus, error.RetryAfter!.Value));
    }

    [Fact]
    public void Embeddings_go_and_come()
    {
        var call = Provider.EncodeEmbeddings(new EmbeddingsRequest { Model = "m", Format = WireFormat.OpenAiEmbeddings, Texts = ["a", "b"], Dimensions = 2, Truncates = false }, Vendors.Model(ProviderKind.Ollama), new EncodeNotes(true));
        Assert.Equal("/api/embed", call.Target);
        Calls.AssertJson("""{"model":"vendor-model","input":["a","b"],"truncate":false,"dimensions":2}""", call.Body);

        var answer = Provider.DecodeEmbeddings("""{"model":"e","embeddings":[[0.5,-1],[2,3]],"prompt_eval_count":4}"""u8.ToArray(), new HeaderMap(), Vendors.Model(ProviderKind.Ollama));
        Assert.Equal([[0.5f, -1f], [2f, 3f]], answer.Vectors);
        Assert.Equal((4, "e"), (answer.Usage.Input, answer.Model));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"embeddings":[["x"]]}""")]
    public void Embeddings_that_are_none_fail(string body)
        => Assert.Equal(AiErrorKind.VendorFailed, Assert.Throws<AiException>(() => Provider.DecodeEmbeddings(Encoding.UTF8.GetBytes(body), new HeaderMap(), Vendors.Model(ProviderKind.Ollama))).Error.Kind);

    [Fact]
    public void Tokens_cannot_be_embedded()
        => Assert.Equal(AiErrorKind.Unsupported, Assert.Throws<AiException>(() => Provider.EncodeEmbeddings(new EmbeddingsRequest { Model = "m", Format = WireFormat.OpenAiEmbeddings, Tokens = [[1]] }, Vendors.Model(ProviderKind.Ollama), new EncodeNotes(false))).Error.Kind);

    [Fact]
    public void Probe_asks_for_the_version()
        => Assert.Equal(("GET", "/api/version"), (Provider.Probe(Vendors.Model(ProviderKind.Ollama).Provider)!.Method, Provider.Probe(Vendors.Model(ProviderKind.Ollama).Provider)!.Target));

    private static ChatRequest Request(params Message[] messages) => new() { Model = "asked", Messages = messages, Format = WireFormat.OpenAiChat };
}
