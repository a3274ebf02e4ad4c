using System.Text;
using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Providers.Anthropic;
using Gatehouse.Ai.Tests.Steps;
using Xunit;

namespace Gatehouse.Ai.Tests.Providers.Anthropic;

/// <summary>Requests of other dialects in Anthropic's words.</summary>
public class AnthropicBodyTests
{
    private const string Plain = """ "model":"vendor-model","messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}] """;

    private static readonly JsonElement Schema = JsonElement.Parse("""{"type":"object","properties":{"type":{"type":"object"},"n":{"type":"number"}}}""");

    private static readonly Tool Weather = new("weather") { Description = "d", Parameters = JsonElement.Parse("""{"type":"object","properties":{}}""") };

    private static readonly ChatRequest Hi = Request(new Message(MessageRole.User, [new TextPart("hi")]));

    // Request; members of the body beside model and messages; warnings, joined by '|'.
    private static readonly (string Name, ChatRequest Request, string Members, string Warnings)[] Settings =
    [
        ("nothing", Hi, """ "max_tokens":4096 """, ""),
        ("limits", Hi with { MaxOutputTokens = 10, IsStream = true, TopP = 0.5, TopK = 3 }, """ "max_tokens":10,"stream":true,"top_p":0.5,"top_k":3 """, ""),
        ("temperature", Hi with { Temperature = 1.5, TopP = 1 }, """ "max_tokens":4096,"temperature":1 """, "temperature: clamped to 1, the provider's most"),
        ("stops", Hi with { StopSequences = ["a", " \n", ""] }, """ "max_tokens":4096,"stop_sequences":["a"] """, "stop: a stop sequence without visible characters was left out, the provider refuses it|stop: a stop sequence without visible characters was left out, the provider refuses it"),
        ("user", Hi with { User = "u1", ServiceTier = "flex" }, """ "max_tokens":4096,"metadata":{"user_id":"u1"},"service_tier":"standard_only" """, "service_tier: sent as standard_only"),
        ("tools", Hi with { Tools = [Weather, new Tool("bare")], ToolChoice = new ToolChoice(ToolChoiceKind.Required), ParallelToolCalls = false }, """ "max_tokens":4096,"tools":[{"name":"weather","description":"d","input_schema":{"type":"object","properties":{}}},{"name":"bare","input_schema":{"type":"object"}}],"tool_choice":{"type":"any","disable_parallel_tool_use":true} """, ""),
        ("named", Hi with { Tools = [Weather with { Description = null, IsStrict = true, Cache = CacheMark.OneHour }], ToolChoice = new ToolChoice(ToolChoiceKind.Named, "weather") }, """ "max_tokens":4096,"tools":[{"name":"weather","input_schema":{"type":"object","properties":{}},"strict":true,"cache_control":{"type":"ephemeral","ttl":"1h"}}],"tool_choice":{"type":"tool","name":"weather"} """, ""),
        ("serial", Hi with { Tools = [Weather], ParallelToolCalls = false }, """ "max_tokens":4096,"tools":[{"name":"weather","description":"d","input_schema":{"type":"object","properties":{}}}],"tool_choice":{"type":"auto","disable_parallel_tool_use":true} """, ""),
        ("none", Hi with { Tools = [Weather], ToolChoice = new ToolChoice(ToolChoiceKind.None) }, """ "max_tokens":4096,"tools":[{"name":"weather","description":"d","input_schema":{"type":"object","properties":{}}}],"tool_choice":{"type":"none"} """, ""),
        ("schema", Hi with { ResponseFormat = new ResponseFormat(ResponseFormatKind.JsonSchema) { Schema = Schema } }, """ "max_tokens":4096,"output_config":{"format":{"type":"json_schema","schema":{"type":"object","properties":{"type":{"type":"object","additionalProperties":false},"n":{"type":"number"}},"additionalProperties":false}}} """, "response_format: objects of the schema were closed (additionalProperties: false), the provider demands it"),
        ("json", Hi with { ResponseFormat = new ResponseFormat(ResponseFormatKind.JsonObject) }, """ "max_tokens":4096,"system":[{"type":"text","text":"Answer with exactly one JSON object and nothing else: no words around it, no code fence."}] """, "response_format: a JSON object is asked for in words, the provider has no such mode"),
        ("effort low", Hi with { Reasoning = new ReasoningWish { Effort = "low" } }, """ "max_tokens":5120,"thinking":{"type":"enabled","budget_tokens":1024} """, ""),
        ("effort max", Hi with { Reasoning = new ReasoningWish { Effort = "max" } }, """ "max_tokens":20480,"thinking":{"type":"enabled","budget_tokens":16384} """, ""),
        ("effort none", Hi with { Reasoning = new ReasoningWish { Effort = "none" } }, """ "max_tokens":4096 """, ""),
        ("effort capped", Hi with { MaxOutputTokens = 4000, Reasoning = new ReasoningWish { Effort = "high" } }, """ "max_tokens":4000,"thinking":{"type":"enabled","budget_tokens":3000} """, "reasoning_effort: budget of thought lowered to 3000 tokens, to leave room for the answer"),
        ("effort without room", Hi with { MaxOutputTokens = 1200, Reasoning = new ReasoningWish { Effort = "low" } }, """ "max_tokens":1200 """, "reasoning_effort: left out, the limit of output tokens leaves no room for thought"),
        ("effort and temperature", Hi with { Temperature = 0.2, TopK = 4, Reasoning = new ReasoningWish { Effort = "low" } }, """ "max_tokens":5120,"thinking":{"type":"enabled","budget_tokens":1024} """, "temperature: a model that thinks takes only 1|top_k: a model that thinks does not take it"),
        ("effort and forced tool", Hi with { Tools = [Weather], ToolChoice = new ToolChoice(ToolChoiceKind.Required), Reasoning = new ReasoningWish { Effort = "low" } }, """ "max_tokens":4096,"tools":[{"name":"weather","description":"d","input_schema":{"type":"object","properties":{}}}],"tool_choice":{"type":"any"} """, "reasoning_effort: left out, a model that must call a tool cannot think"),
        ("unsupported", Hi with { Choices = 2, Seed = 1, WantsLogprobs = true, PresencePenalty = 1, FrequencyPenalty = 1, LogitBias = JsonElement.Parse("""{"1":2}"""), MinP = 0.1, Verbosity = "low" }, """ "max_tokens":4096 """, "n: the provider gives one answer per request|logprobs: the provider gives no log probabilities|seed: the provider has no such setting|presence_penalty: the provider has no such setting|frequency_penalty: the provider has no such setting|logit_bias: the provider has no such setting|min_p: the provider has no such setting|verbosity: the provider has no such setting"),
        ("foreign", Hi with { Foreign = [new ForeignField("prediction", JsonElement.Parse("1")), new ForeignField("keep_alive", JsonElement.Parse("1")) { IsHint = true }] }, """ "max_tokens":4096 """, "prediction: the provider has no such field|keep_alive: the provider has no such field"),
        ("own foreign", Hi with { Format = WireFormat.AnthropicMessages, MaxOutputTokens = 9, Foreign = [new ForeignField("container", JsonElement.Parse("\"c\"")), new ForeignField("tools[0].x", JsonElement.Parse("1")) { IsHint = true }] }, """ "max_tokens":9,"container":"c" """, "tools[0].x: the provider has no such field"),
        ("own thinking", Hi with { Format = WireFormat.AnthropicMessages, MaxOutputTokens = 9000, Temperature = 0.3, Reasoning = new ReasoningWish { IsOn = true, BudgetTokens = 2000, Summary = "omitted", Effort = "max" } }, """ "max_tokens":9000,"temperature":0.3,"thinking":{"type":"enabled","budget_tokens":2000,"display":"omitted"},"output_config":{"effort":"max"} """, ""),
        ("own adaptive", Hi with { Format = WireFormat.AnthropicMessages, MaxOutputTokens = 9, Reasoning = new ReasoningWish { IsOn = true, IsAdaptive = true } }, """ "max_tokens":9,"thinking":{"type":"adaptive"} """, ""),
        ("own disabled", Hi with { Format = WireFormat.AnthropicMessages, MaxOutputTokens = 9, Reasoning = new ReasoningWish { IsOn = false } }, """ "max_tokens":9,"thinking":{"type":"disabled"} """, ""),
        ("own effort", Hi with { Format = WireFormat.AnthropicMessages, MaxOutputTokens = 9, Reasoning = new ReasoningWish { Effort = "high" } }, """ "max_tokens":9,"output_config":{"effort":"high"} """, ""),
    ];

    // Messages; "system" and "messages" as they are sent; warnings.
    private static readonly (string Name, Message[] Messages, string Members, string Warnings)[] Conversations =
    [
        (
            "instructions are joined",
            [Instruction("a"), Instruction("b"), User("hi"), Instruction("c"), User("ho")],
            """ "system":[{"type":"text","text":"a"},{"type":"text","text":"b"},{"type":"text","text":"c"}],"messages":[{"role":"user","content":[{"type":"text","text":"hi"},{"type":"text","text":"ho"}]}] """,
            "messages[3]: instructions were moved to the beginning, the provider has no other place"
        ),
        (
            "results come first in one message",
            [
                User("hi"),
                new Message(MessageRole.Assistant, [new ToolCallPart("call_1", "f", """{"a": 1}"""), new ToolCallPart("call:2", "g", "")]),
                new Message(MessageRole.User, [new ToolResultPart("call_1", "f", [new TextPart("one")])]),
                User("and"),
                new Message(MessageRole.User, [new ToolResultPart("call:2", "g", [new TextPart("two"), new TextPart("three")]) { IsError = true }]),
            ],
            """
            "messages":[{"role":"user","content":[{"type":"text","text":"hi"}]},
            {"role":"assistant","content":[{"type":"tool_use","id":"call_1","name":"f","input":{"a":1}},{"type":"tool_use","id":"call_2","name":"g","input":{}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"call_1","content":"one"},
              {"type":"tool_result","tool_use_id":"call_2","content":[{"type":"text","text":"two"},{"type":"text","text":"three"}],"is_error":true},{"type":"text","text":"and"}]}],
            "tools":[{"name":"f","input_schema":{"type":"object"}},{"name":"g","input_schema":{"type":"object"}}],"tool_choice":{"type":"none"}
            """,
            "tools: named after the calls of the conversation, the provider demands definitions"
        ),
        (
            "empty texts are left out and blanks at the end of a beginning",
            [User("hi"), new Message(MessageRole.User, [new TextPart(" ")]), new Message(MessageRole.Assistant, [new TextPart(""), new TextPart("So: ")])],
            """ "messages":[{"role":"user","content":[{"type":"text","text":"hi"}]},{"role":"assistant","content":[{"type":"text","text":"So:"}]}] """,
            "messages: blanks at the end of the answer that is to be continued were left out"
        ),
        (
            "broken arguments are kept",
            [User("hi"), new Message(MessageRole.Assistant, [new ToolCallPart("c", "f", """{"a": """)])],
            """ "messages":[{"role":"user","content":[{"type":"text","text":"hi"}]},{"role":"assistant","content":[{"type":"tool_use","id":"c","name":"f","input":{"arguments":"{\"a\": "}}]}],"tools":[{"name":"f","input_schema":{"type":"object"}}],"tool_choice":{"type":"none"} """,
            "tool_calls: arguments that are no JSON object were put into one|tools: named after the calls of the conversation, the provider demands definitions"
        ),
        (
            "images and documents",
            [new Message(MessageRole.User,
            [
                new ImagePart(new MediaSource { Base64 = "iVBORw0KGgo=" }) { Cache = CacheMark.FiveMinutes },
                new ImagePart(new MediaSource { Url = "https://a.test/b.png" }, "low"),
                new FilePart(new MediaSource { Base64 = "JVBERi0=", MediaType = "application/pdf" }, "a.pdf"),
                new FilePart(new MediaSource { Base64 = "aMOk", MediaType = "text/plain" }, null),
                new FilePart(null, "t") { Text = "body", Context = "c", WantsCitations = true },
            ])],
            """
            "messages":[{"role":"user","content":[
              {"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="},"cache_control":{"type":"ephemeral"}},
              {"type":"image","source":{"type":"url","url":"https://a.test/b.png"}},
              {"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBERi0="},"title":"a.pdf"},
              {"type":"document","source":{"type":"text","media_type":"text/plain","data":"hä"}},
              {"type":"document","source":{"type":"text","media_type":"text/plain","data":"body"},"title":"t","context":"c","citations":{"enabled":true}}]}]
            """,
            "image_url.detail: left out, the provider chooses the resolution"
        ),
        (
            "only own proofs of thought go back",
            [
                User("hi"),
                new Message(MessageRole.Assistant,
                [
                    new ReasoningPart("a") { Signature = "S+/=", Origin = Dialect.Anthropic }, new ReasoningPart("") { Signature = "empty", Origin = Dialect.Anthropic },
                    new ReasoningPart("") { Redacted = "R==", Origin = Dialect.Anthropic }, new ReasoningPart("b") { Signature = "S2", Origin = Dialect.Bedrock },
                    new ReasoningPart("c"), new ReasoningPart("d") { Signature = "S3" }, new TextPart("x"),
                ]),
                User("ho"),
            ],
            """
            "messages":[{"role":"user","content":[{"type":"text","text":"hi"}]},
            {"role":"assistant","content":[{"type":"thinking","thinking":"a","signature":"S+/="},{"type":"thinking","thinking":"","signature":"empty"},{"type":"redacted_thinking","data":"R=="},{"type":"text","text":"x"}]},
            {"role":"user","content":[{"type":"text","text":"ho"}]}]
            """,
            "thinking: earlier thought without this provider's proof was left out|thinking: earlier thought without this provider's proof was left out|thinking: earlier thought without this provider's proof was left out"
        ),
    ];

    public static TheoryData<string> SettingNames => [.. Settings.Select(c => c.Name)];

    public static TheoryData<string> ConversationNames => [.. Conversations.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(SettingNames))]
    public void Settings_are_translated(string name)
    {
        var (_, request, members, warnings) = Settings.Single(c => c.Name == name);

        AssertBody($"{{{Plain},{members}}}", warnings, request, Vendors.Model(ProviderKind.Anthropic));
    }

    [Theory]
    [MemberData(nameof(ConversationNames))]
    public void Conversation_is_translated(string name)
    {
        var (_, messages, members, warnings) = Conversations.Single(c => c.Name == name);

        AssertBody($$"""{"model":"vendor-model","max_tokens":4096,{{members}}}""", warnings, Request(messages), Vendors.Model(ProviderKind.Anthropic));
    }

    [Theory]
    [InlineData("minimal", "low")]
    [InlineData("high", "high")]
    [InlineData("xhigh", "xhigh")]
    public void New_models_think_adaptively(string effort, string sent)
    {
        var model = Vendors.Model(ProviderKind.Anthropic) with { HasAdaptiveThinking = true, MaxOutputTokens = 64000 };

        AssertBody(
            $$$"""{ {{{Plain}}},"max_tokens":64000,"thinking":{"type":"adaptive","display":"summarized"},"output_config":{"effort":"{{{sent}}}"}}""",
            "",
            Hi with { Reasoning = new ReasoningWish { Effort = effort, Summary = "auto" } },
            model);
    }

    [Fact]
    public void Limit_over_the_models_is_lowered_with_a_budget_that_fits()
    {
        var model = Vendors.Model(ProviderKind.Anthropic) with { MaxOutputTokens = 8000 };
        var request = Hi with { Format = WireFormat.AnthropicMessages, MaxOutputTokens = 20000, Reasoning = new ReasoningWish { IsOn = true, BudgetTokens = 16000 } };

        AssertBody(
            $$$"""{ {{{Plain}}},"max_tokens":8000,"thinking":{"type":"enabled","budget_tokens":6000}}""",
            "max_tokens: lowered to 8000, the model's most|thinking.budget_tokens: budget of thought lowered to 6000 tokens, to leave room for the answer",
            request,
            model);
    }

    [Fact]
    public void Thought_is_not_asked_for_in_a_tool_loop_whose_thought_is_missing()
    {
        var request = Request(
            User("hi"),
            new Message(MessageRole.Assistant, [new ToolCallPart("c", "f", "{}")]),
            new Message(MessageRole.User, [new ToolResultPart("c", "f", [new TextPart("1")])])) with
        { Reasoning = new ReasoningWish { Effort = "low" } };
        var notes = new EncodeNotes(rejects: false);
        using var body = JsonDocument.Parse(new AnthropicProvider().EncodeChat(request, Vendors.Model(ProviderKind.Anthropic), notes).Body);

        Assert.False(body.RootElement.TryGetProperty("thinking", out _));
        Assert.Contains("reasoning_effort: left out, the thought that led to the last tool call is not there", notes.Warnings);
    }

    [Fact]
    public void Model_without_schemas_is_asked_in_words_unless_policy_rejects()
    {
        var model = Vendors.Model(ProviderKind.Anthropic) with { TakesJsonSchema = false };
        var request = Hi with { ResponseFormat = new ResponseFormat(ResponseFormatKind.JsonSchema) { Schema = Schema } };

        Assert.Contains("matches this JSON schema", Encoding.UTF8.GetString(new AnthropicProvider().EncodeChat(request, model, new EncodeNotes(false)).Body.Span), StringComparison.Ordinal);
        Assert.Equal(AiErrorKind.Unsupported, Assert.Throws<AiException>(() => new AnthropicProvider().EncodeChat(request, model, new EncodeNotes(true))).Error.Kind);
    }

    public static TheoryData<string> Refusals => ["sound", "file id", "tiff", "docx", "nothing", "image as instruction"];

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_cannot_be_said_is_refused(string what)
    {
        Message message = what switch
        {
            "sound" => new(MessageRole.User, [new AudioPart(new MediaSource { Base64 = "AA==" }, "wav")]),
            "file id" => new(MessageRole.User, [new ImagePart(new MediaSource { FileId = "file-1" })]),
            "tiff" => new(MessageRole.User, [new ImagePart(new MediaSource { Base64 = "AA==", MediaType = "image/tiff" })]),
            "docx" => new(MessageRole.User, [new FilePart(new MediaSource { Base64 = "AA==", MediaType = "application/msword" }, "a.doc")]),
            "image as instruction" => new(MessageRole.System, [new ImagePart(new MediaSource { Base64 = "AA==" })]),
            _ => Instruction("only instructions"),
        };

        var error = Assert.Throws<AiException>(() => new AnthropicProvider().EncodeChat(Request(message), Vendors.Model(ProviderKind.Anthropic), new EncodeNotes(false))).Error;
        Assert.Equal(what == "nothing" ? AiErrorKind.InvalidRequest : AiErrorKind.Unsupported, error.Kind);
    }

    [Fact]
    public void Counting_leaves_out_limits_sampling_and_streaming()
    {
        var call = new AnthropicProvider().EncodeCountTokens(Hi with { IsStream = true, Temperature = 0, MaxOutputTokens = 5, User = "u" }, Vendors.Model(ProviderKind.Anthropic), new EncodeNotes(true))!;

        Assert.Equal("/v1/messages/count_tokens", call.Target);
        Calls.AssertJson($"{{{Plain}}}", call.Body);
        Assert.Equal(17, new AnthropicProvider().DecodeCountTokens("""{"input_tokens":17}"""u8.ToArray()));
        Assert.Null(new AnthropicProvider().DecodeCountTokens("""{"input_tokens":"x"}"""u8.ToArray()));
    }

    [Fact]
    public void Bedrocks_body_has_its_version_inside_and_takes_what_Bedrock_minted()
    {
        var request = Request(
            User("hi"),
            new Message(MessageRole.Assistant, [new ReasoningPart("t") { Signature = "B", Origin = Dialect.Bedrock }, new ReasoningPart("t") { Signature = "A", Origin = Dialect.Anthropic }, new TextPart("x")]),
            User("ho")) with
        { IsStream = true, Betas = ["b1"] };

        Calls.AssertJson(
            """
            {"anthropic_version":"bedrock-2023-05-31","max_tokens":4096,"messages":[{"role":"user","content":[{"type":"text","text":"hi"}]},
            {"role":"assistant","content":[{"type":"thinking","thinking":"t","signature":"B"},{"type":"text","text":"x"}]},{"role":"user","content":[{"type":"text","text":"ho"}]}],"anthropic_beta":["b1"]}
            """,
            AnthropicBody.Write(request, Vendors.Model(ProviderKind.Bedrock), new EncodeNotes(false), AnthropicBodyShape.BedrockInvoke));
    }

    private static void AssertBody(string expected, string warnings, ChatRequest request, VendorModel model)
    {
        var notes = new EncodeNotes(rejects: false);
        var call = new AnthropicProvider().EncodeChat(request, model, notes);

        Calls.AssertJson(expected, call.Body);
        Assert.Equal(warnings, string.Join('|', notes.Warnings));
        Assert.Equal(("POST", "/v1/messages", request.IsStream), (call.Method, call.Target, call.IsStream));
    }

    private static ChatRequest Request(params Message[] messages) => new() { Model = "asked", Messages = messages, Format = WireFormat.OpenAiChat };

    private static Message Instruction(string text) => new(MessageRole.System, [new TextPart(text)]);

    private static Message User(string text) => new(MessageRole.User, [new TextPart(text)]);
}
