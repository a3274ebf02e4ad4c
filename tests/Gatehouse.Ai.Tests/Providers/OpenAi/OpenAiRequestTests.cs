using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Providers.OpenAi;
using Gatehouse.Ai.Tests.Cases;
using Gatehouse.Ai.Tests.Cases.OpenAi;
using Xunit;

namespace Gatehouse.Ai.Tests.Providers.OpenAi;

public class OpenAiRequestTests
{
    private static readonly CaseFolder Folder = new("OpenAi/requests", ".json");

    public static TheoryData<string> Names => Folder.Names;

    public static TheoryData<string> SameNames => [.. Folder.List.Where(n => n.Contains("-same-", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Client_request_becomes_the_expected_vendor_body_and_warnings(string name)
    {
        var notes = new EncodeNotes(rejects: false);
        var body = Encode(name, notes, out _);

        Folder.AssertExpected(name, $"{JsonSerializer.Serialize(body, OpenAiClient.Indented)}\n{string.Concat(notes.Warnings.Select(w => $"warning: {w}\n"))}");
    }

    [Theory]
    [MemberData(nameof(SameNames))]
    public void Request_of_the_same_format_keeps_every_field(string name)
    {
        var notes = new EncodeNotes(rejects: true);
        var sent = Encode(name, notes, out var client);
        var expected = JsonNode.Parse(client.GetRawText())!.AsObject();
        expected["model"] = "vendor-model";
        if (expected["stream"] is not null)
        {
            expected["stream_options"] = new JsonObject { ["include_usage"] = true };
        }

        // One stop sequence may stand alone.
        expected["stop"] = expected["stop"] is JsonValue one ? new JsonArray(one.DeepClone()) : expected["stop"]?.DeepClone();
        if (expected["stop"] is null)
        {
            expected.Remove("stop");
        }

        Assert.Empty(notes.Warnings);
        Assert.Equal(Sorted(expected), Sorted(JsonNode.Parse(sent.RootElement.GetRawText())));
    }

    [Theory]
    [InlineData("openai-many-limits", "top_k")]
    [InlineData("openai-responses-everything", "tools")]
    [InlineData("openai-completions", "suffix")]
    public void What_cannot_be_honoured_is_refused_where_policy_says_so(string name, string field)
    {
        var error = Assert.Throws<AiException>(() => Encode(name, new EncodeNotes(rejects: true), out _)).Error;

        Assert.Equal((AiErrorKind.Unsupported, field), (error.Kind, error.Field));
    }

    [Theory]
    [InlineData(nameof(ProviderKind.OpenAi), "https://api.openai.com/v1", null, "/chat/completions", "authorization", "Bearer sk-canary")]
    [InlineData(nameof(ProviderKind.OpenAiCompatible), "http://localhost:8080/v1", null, "/chat/completions", "authorization", "Bearer sk-canary")]
    [InlineData(nameof(ProviderKind.AzureOpenAi), "https://r.openai.azure.com", null, "/openai/deployments/my%20model%2F1/chat/completions?api-version=2024-10-21", "api-key", "sk-canary")]
    [InlineData(nameof(ProviderKind.AzureOpenAi), "https://r.openai.azure.com", "2025-04-01-preview", "/openai/deployments/my%20model%2F1/chat/completions?api-version=2025-04-01-preview", "api-key", "sk-canary")]
    [InlineData(nameof(ProviderKind.AzureOpenAi), "https://r.openai.azure.com/openai/v1", null, "/chat/completions", "api-key", "sk-canary")]
    public void Call_has_path_and_credential_of_its_kind(string kindName, string url, string? version, string target, string field, string value)
    {
        var kind = Enum.Parse<ProviderKind>(kindName);
        var model = OpenAiClient.Model(kind, "my model/1", url);
        model = model with { Provider = model.Provider with { ApiVersion = version, Organization = "org-1", Headers = [new("x-extra", "1")] } };
        var call = new OpenAiProvider(kind).EncodeChat(OpenAiClient.Decode("/v1/chat/completions", """{"model":"a","messages":[{"role":"user","content":"Hi"}],"stream":true}"""), model, new EncodeNotes(true));

        Assert.Equal(("POST", target, true), (call.Method, call.Target, call.IsStream));
        Assert.Equal(value, Assert.Single(call.Headers, h => h.Key is "authorization" or "api-key").Value);
        Assert.Contains(call.Headers, h => h.Key == field);
        Assert.Contains(new KeyValuePair<string, string>("accept", "text/event-stream"), call.Headers);
        Assert.Contains(new KeyValuePair<string, string>("openai-organization", "org-1"), call.Headers);
        Assert.Contains(new KeyValuePair<string, string>("x-extra", "1"), call.Headers);
        Assert.DoesNotContain("sk-canary", call.Target + Encoding.UTF8.GetString(call.Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void Endpoint_without_stream_options_is_not_asked_for_usage()
    {
        var model = OpenAiClient.Model(ProviderKind.OpenAiCompatible);
        model = model with { Provider = model.Provider with { TakesStreamOptions = false } };
        var request = OpenAiClient.Decode("/v1/chat/completions", """{"model":"a","messages":[{"role":"user","content":"Hi"}],"stream":true}""");

        using var body = JsonDocument.Parse(new OpenAiProvider(ProviderKind.OpenAiCompatible).EncodeChat(request, model, new EncodeNotes(true)).Body);
        Assert.False(body.RootElement.TryGetProperty("stream_options", out _));
    }

    [Fact]
    public void Words_of_other_dialects_are_translated_or_told()
    {
        var request = new ChatRequest
        {
            Model = "a",
            Format = WireFormat.AnthropicMessages,
            Messages =
            [
                new Message(MessageRole.User, [new TextPart("Hi") { Cache = CacheMark.OneHour }, new FilePart(null, "a.txt") { Text = "Plain.", WantsCitations = true }]),
                new Message(MessageRole.Assistant, [new ReasoningPart("Hm") { Signature = "sig", Origin = Dialect.Anthropic }, new TextPart("One."), new TextPart("Two."), new ToolCallPart("t1", "f", "")]),
                new Message(MessageRole.User, [new ToolResultPart("t1", "f", [new TextPart("seen"), new ImagePart(new MediaSource { MediaType = "image/png", Base64 = "iVBORw0KGgo=" })]) { IsError = true }, new TextPart("And?")]),
            ],
            MaxOutputTokens = 100,
            TopK = 5,
            StopSequences = ["a", "b", "c", "d", "e"],
            Reasoning = new ReasoningWish { IsOn = true, BudgetTokens = 4096 },
            ServiceTier = "standard_only",
            Metadata = [new("user_id", "u")],
            Foreign = [new ForeignField("container", JsonElement.Parse("\"c\"")), new ForeignField("context_management", JsonElement.Parse("{}")) { IsHint = true }],
        };
        var notes = new EncodeNotes(rejects: false);
        using var body = JsonDocument.Parse(new OpenAiProvider(ProviderKind.OpenAi).EncodeChat(request, OpenAiClient.Model(ProviderKind.OpenAi), notes).Body);

        Folder.AssertExpected("anthropic-canonical", $"{JsonSerializer.Serialize(body, OpenAiClient.Indented)}\n{string.Concat(notes.Warnings.Select(w => $"warning: {w}\n"))}");
    }

    [Theory]
    [InlineData("https://example.com/a.pdf", null)]
    [InlineData(null, "file_of_anthropic")]
    public void File_that_the_vendor_cannot_reach_is_refused(string? url, string? id)
    {
        var request = new ChatRequest { Model = "a", Format = WireFormat.AnthropicMessages, Messages = [new Message(MessageRole.User, [new FilePart(new MediaSource { Url = url, FileId = id }, null)])] };

        var error = Assert.Throws<AiException>(() => new OpenAiProvider(ProviderKind.OpenAi).EncodeChat(request, OpenAiClient.Model(ProviderKind.OpenAi), new EncodeNotes(false))).Error;
        Assert.Equal((AiErrorKind.Unsupported, "messages[0].content"), (error.Kind, error.Field));
    }

    [Fact]
    public void Images_of_results_follow_after_the_last_result_of_the_turn()
    {
        var request = OpenAiClient.Decode("/v1/chat/completions", """
            {"model":"a","messages":[{"role":"tool","tool_call_id":"1","content":[{"type":"text","text":"one"},{"type":"image_url","image_url":{"url":"https://example.com/1.png"}}]},
            {"role":"tool","tool_call_id":"2","content":"two"},{"role":"assistant","content":"Seen."}]}
            """);

        using var body = JsonDocument.Parse(new OpenAiProvider(ProviderKind.OpenAi).EncodeChat(request, OpenAiClient.Model(ProviderKind.OpenAi), new EncodeNotes(false)).Body);
        Assert.Equal(["tool", "tool", "user", "assistant"], body.RootElement.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("role").GetString()));
    }

    [Fact]
    public void Probe_lists_models()
    {
        var probe = new OpenAiProvider(ProviderKind.OpenAi).Probe(OpenAiClient.Model(ProviderKind.OpenAi).Provider)!;

        Assert.Equal(("GET", "/models", 0), (probe.Method, probe.Target, probe.Body.Length));
    }

    private static JsonDocument Encode(string name, EncodeNotes notes, out JsonElement client)
    {
        var given = JsonElement.Parse(Folder.Read(name));
        client = given.GetProperty("body");
        var request = OpenAiClient.Decode(given.GetProperty("template").GetString()!, client.GetRawText());
        var kind = OpenAiClient.KindOf(name);
        return JsonDocument.Parse(new OpenAiProvider(kind).EncodeChat(request, OpenAiClient.Model(kind), notes).Body);
    }

    /// <summary>The same JSON with properties in order, for a comparison that shows what differs.</summary>
    private static string Sorted(JsonNode? node) => node switch
    {
        JsonObject o => $"{{{string.Join(",\n", o.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"\"{p.Key}\":{Sorted(p.Value)}"))}}}",
        JsonArray a => $"[{string.Join(",", a.Select(Sorted))}]",
        null => "null",
        _ => node.ToJsonString(),
    };
}
