using System.Text;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Compliance;
using Gatehouse.Ai.Compliance.Conversations;
using Gatehouse.Ai.Compliance.Scanning;
using Gatehouse.Ai.Configuration;
using Gatehouse.Ai.Pipeline;
using Gatehouse.Ai.Surfaces;
using Gatehouse.Ai.Tests.Cases.OpenAi;
using Gatehouse.Core.Http;
using Xunit;

namespace Gatehouse.Ai.Tests.Pipeline;

/// <summary>A client's own bytes pass only where every one of them was shown to compliance.</summary>
public class PassedBodyTests
{
    private const string Note = "Patient John Smith, SSN 123-45-6789, has diabetes";
    private const string Hi = """[{"role":"user","content":"Hi"}]""";

    private static readonly string Text64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(Note));

    private static PolicyState Policy(PolicyAction action)
    {
        var config = new CompliancePolicyConfig { Name = "p", Actions = new Dictionary<string, PolicyAction> { ["phi"] = action, ["pii"] = action }, SecretClass = "pii" };
        var policy = CompliancePolicy.Build(config, DataClasses.BuiltIn, [])!;
        return new PolicyState { Name = "p", Compliance = policy, Scanner = new TextScanner(policy, TimeProvider.System), DefaultClass = DataClass.Internal, Detects = true };
    }

    private static (ChatRequest Request, bool Passes, AiCall Call) Clear(string body, PolicyAction action = PolicyAction.Restrict, params (string Name, string Value)[] fields)
    {
        var headers = new HeaderMap();
        foreach (var (name, value) in fields)
        {
            headers.Add(new HeaderName(name), value);
        }

        byte[] bytes = Encoding.UTF8.GetBytes(body);
        var call = Calls.Call(Calls.Model("m"));
        var (request, _, passable) = new Classifier(life => new StickyClasses(TimeProvider.System, life))
            .Clear(call, Policy(action), OpenAiClient.Decode("/v1/chat/completions", bytes), headers, null, bytes);
        return (request, !passable.IsEmpty, call);
    }

    private static string Body(string messages, string more = "") => $$"""{"model":"m","messages":{{messages}}{{more}}}""";

    private static string Call(string call, string result = "\"tool_call_id\":\"a\"")
        => Body($$"""[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":[{{call}}]},{"role":"tool",{{result}},"content":"ok"}]""");

    public static TheoryData<string> Hidden =>
    [
        Body("""[{"role":"user","content":[{"type":"text","text":"Hi","note":"NOTE"}]}]"""),
        Body("""[{"role":"user","content":[{"type":"text","text":"Hi","NOTE":1}]}]"""),
        Body("""[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://x.example/","note":"NOTE"}}]}]"""),
        Body("""[{"role":"user","content":[{"type":"file","file":{"file_id":"f","file_data":"NOTE"}}]}]"""),
        Body("""[{"role":"user","content":"Hi","note":null,"NOTE":null}]"""),
        Body("""[{"role":"user","content":"Hi"},{"role":"assistant","content":"x","reasoning_content":"a","reasoning":"NOTE"}]"""),
        Body("""[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;note=NOTE;base64,iVBORw0KGgo="}}]}]"""),
        Body(Hi, ""","tools":[{"type":"function","note":"NOTE","function":{"name":"f"}}]"""),
        Body(Hi, ""","tools":[{"type":"function","function":{"name":"f","note":"NOTE"}}]"""),
        Body(Hi, ""","tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":{"type":"function","function":{"name":"f","note":"NOTE"}}"""),
        Body(Hi, ""","response_format":{"type":"text","note":"NOTE"}"""),
        Body(Hi, ""","response_format":{"type":"json_schema","json_schema":{"name":"a","schema":{},"note":"NOTE"}}"""),
        Body(Hi, ""","stream_options":{"note":"NOTE"}"""),
        Call("""{"id":"a","note":"NOTE","type":"function","function":{"name":"f","arguments":"{}"}}"""),
        Call("""{"id":"a","type":"function","function":{"name":"f","arguments":"{}","note":"NOTE"}}"""),
    ];

    [Theory]
    [MemberData(nameof(Hidden))]
    public void Body_with_what_was_not_read_does_not_pass(string body)
    {
        try
        {
            var (_, passes, call) = Clear(body.Replace("NOTE", Note, StringComparison.Ordinal));

            // Either it is known and counts, or it stays here.
            Assert.True(!passes || call.Clearance!.IsProtected, body);
        }
        catch (AiException refused)
        {
            // What is refused stays here too.
            Assert.Equal(AiErrorKind.InvalidRequest, refused.Error.Kind);
        }
    }

    public static TheoryData<string> Ordinary =>
    [
        Body(Hi),
        Body(Hi, ""","temperature":0.7312,"seed":12345678,"max_tokens":16384,"stream":true,"stream_options":{"include_usage":true,"include_obfuscation":false},"stop":["END"]"""),
        Body("""[{"role":"system","content":"Be brief."},{"role":"user","content":[{"type":"text","text":"What is it?"},{"type":"image_url","image_url":{"url":"data:image/PNG;base64,iVBORw0KGgo=","detail":"low"}}]}]"""),
        Body(Hi, ""","tools":[{"type":"function","function":{"name":"f","description":"d","strict":true,"parameters":{"type":"object","properties":{"a":{"type":"number","maximum":123456}}}}}],"tool_choice":"auto" """),
        Body(Hi, ""","response_format":{"type":"json_schema","json_schema":{"name":"n","strict":true,"schema":{"type":"object","additionalProperties":false}}},"logit_bias":{"50256":-100}"""),
        Body(Hi, ""","web_search_options":{"search_context_size":"low"},"metadata":{"a":"b"},"reasoning_effort":"high" """),
        Call("""{"id":"a","type":"function","function":{"name":"f","arguments":"{\"x\":1}"}}"""),
    ];

    [Theory]
    [MemberData(nameof(Ordinary))]
    public void Body_that_was_read_passes(string body) => Assert.True(Clear(body).Passes);

    public static TheoryData<string> Carriers =>
    [
        Call("""{"id":"NOTE","type":"function","function":{"name":"f","arguments":"{}"}}""", "\"tool_call_id\":\"NOTE\""),
        Body(Hi, ""","NOTE":1"""),
        Body("""[{"role":"user","content":"Hi","NOTE":1}]"""),
        Body("""[{"role":"user","content":[{"type":"file","file":{"file_id":"NOTE"}}]}]"""),
        Body("""[{"role":"user","content":[{"type":"file","file":{"filename":"a.txt","file_data":"data:text/plain;base64,TEXT64"}}]}]"""),
        Body("""[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,TEXT64"}}]}]"""),
        Body(Hi, ""","tools":[{"type":"function","function":{"name":"f","note":"NOTE"}}]"""),
    ];

    [Theory]
    [MemberData(nameof(Carriers))]
    public void Whatever_leaves_is_scanned(string body)
        => Assert.True(Clear(body.Replace("NOTE", Note, StringComparison.Ordinal).Replace("TEXT64", Text64, StringComparison.Ordinal)).Call.Clearance!.IsProtected);

    [Fact]
    public void Text_document_in_base64_is_redacted()
    {
        var body = Body($$$"""[{"role":"user","content":[{"type":"file","file":{"filename":"a.txt","file_data":"data:text/plain;base64,{{{Text64}}}"}}]}]""");

        var file = Assert.IsType<FilePart>(Clear(body, PolicyAction.Redact).Request.Messages[0].Parts[0]);

        string text = Encoding.UTF8.GetString(Convert.FromBase64String(file.Source!.Base64!));
        Assert.DoesNotContain("123-45-6789", text, StringComparison.Ordinal);
        Assert.StartsWith("Patient [", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Name_of_a_field_that_would_have_to_be_replaced_is_refused()
        => Assert.Equal(AiErrorKind.PolicyRefused, Assert.Throws<AiException>(() => Clear(Body(Hi, $",\"{Note}\":1"), PolicyAction.Redact)).Error.Kind);

    [Theory]
    [InlineData("public", "phi")]
    [InlineData("phi", "public")]
    [InlineData("public, phi", "internal")]
    [InlineData("public", "phy")]
    public void Every_declared_class_counts(string first, string second)
        => Assert.True(Clear(Body(Hi), fields: [("X-Gatehouse-Data-Class", first), ("x-gatehouse-data-class", second)]).Call.Clearance!.IsProtected);

    [Fact]
    public void Value_that_returns_into_json_is_escaped()
    {
        const string Key = "-----BEGIN " + "PRIVATE KEY-----\\nMIIEow\\n-----END " + "PRIVATE KEY-----";
        var (request, _, call) = Clear(Body("[{\"role\":\"user\",\"content\":\"" + Key + "\"}]"), PolicyAction.Redact);
        string sent = Assert.IsType<TextPart>(request.Messages[0].Parts[0]).Text;
        Assert.DoesNotContain("MIIEow", sent, StringComparison.Ordinal);
        List<ChatEvent> events = [new TextDelta($$"""{"key":"{{sent}}"}""")];

        new AnswerRestorer(call.Redactor!, isJson: true).Restore(events);

        string? key = System.Text.Json.JsonElement.Parse(Assert.IsType<TextDelta>(events[0]).Text).GetProperty("key").GetString();
        Assert.Contains("\nMIIEow\n", key, StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_that_vendors_make_are_no_finding()
    {
        var random = new Random(7);
        const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        for (int i = 0; i < 300; i++)
        {
            string tail = new(random.GetItems<char>(Letters, 24));
            string id = (i % 3) switch { 0 => "call_" + tail, 1 => "toolu_01" + tail, _ => "tooluse_" + tail };
            Assert.False(Clear(Call($$$"""{"id":"{{{id}}}","type":"function","function":{"name":"f","arguments":"{}"}}""", $"\"tool_call_id\":\"{id}\"")).Call.Clearance!.IsProtected, id);
        }
    }
}
