using System.Text;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Providers.Bedrock;
using Gatehouse.TestKit.Time;
using Xunit;

namespace Gatehouse.Ai.Tests.Providers.Bedrock;

public class InvokeTests
{
    private static readonly VendorModel Model = BedrockModels.Of(BedrockModels.Claude) with { UsesInvoke = true };

    private readonly BedrockProvider _provider = new(new FakeClock(), anthropic: new ClaudeWords());

    [Fact]
    public void Body_is_Claudes_own_without_model_and_stream()
    {
        var request = new ChatRequest
        {
            Model = "m",
            Format = WireFormat.OpenAiChat,
            IsStream = true,
            Messages = [new(MessageRole.Assistant, [new ReasoningPart("t") { Origin = Dialect.Bedrock }, new ReasoningPart("t") { Origin = Dialect.Anthropic }, new TextPart("x")])],
        };

        var call = _provider.EncodeChat(request, Model, new(rejects: true));

        Assert.Equal("/model/anthropic.claude-3-5-sonnet-20241022-v2%3A0/invoke-with-response-stream", call.Target);
        Assert.Equal("""{"anthropic_version":"bedrock-2023-05-31","anthropic_beta":["a","b"],"max_tokens":5,"origins":"Anthropic,none","text":"é"}""", Encoding.UTF8.GetString(call.Body.Span));
        Assert.DoesNotContain(call.Headers, h => h.Key.StartsWith("anthropic", StringComparison.OrdinalIgnoreCase));
        Assert.Equal("/model/anthropic.claude-3-5-sonnet-20241022-v2%3A0/invoke", _provider.EncodeChat(request with { IsStream = false }, Model, new(rejects: true)).Target);
        Assert.Null(_provider.EncodeCountTokens(request, Model, new(rejects: true)));
    }

    [Fact]
    public void Model_of_another_family_is_refused()
        => Assert.Equal(AiErrorKind.Unsupported, Assert.Throws<AiException>(() => _provider.CreateStreamDecoder(Model with { Id = BedrockModels.Nova })).Error.Kind);

    [Fact]
    public void Whole_answer_is_read_by_who_knows_it_and_its_proofs_are_ours()
    {
        var events = new List<ChatEvent> { new ReasoningSealed { Origin = Dialect.Anthropic, Signature = "before" } };
        _provider.DecodeChat("{}"u8.ToArray(), new(), Model, events);

        Assert.Equal(
            ["ReasoningSealed(Origin=Anthropic, Signature=\"before\")", "TextDelta(Text=\"{}\")", "ReasoningSealed(Origin=Bedrock, Signature=\"s\")"], Dump.Lines(events));
    }

    [Fact]
    public void Chunks_become_the_events_they_would_have_been_at_any_split()
    {
        byte[] stream = Frame.Stream(
            Chunk("{\"type\":\"ping\",\n\"a\":1}"),
            """somethingNew {}""",
            Chunk("""{"type":"message_stop","amazon-bedrock-invocationMetrics":{"inputTokenCount":1}}"""));
        string[] expected =
        [
            "TextDelta(Text=\"event: ping\\ndata: {\\u0022type\\u0022:\\u0022ping\\u0022, \\u0022a\\u0022:1}\\n\\n\")",
            "ReasoningSealed(Origin=Bedrock, Signature=\"s\")",
            "TextDelta(Text=\"event: message_stop\\ndata: {\\u0022type\\u0022:\\u0022message_stop\\u0022,\\u0022amazon-bedrock-invocationMetrics\\u0022:{\\u0022inputTokenCount\\u0022:1}}\\n\\n\")",
            "ReasoningSealed(Origin=Bedrock, Signature=\"s\")",
            "AnswerEnded()",
        ];
        for (int at = 0; at <= stream.Length; at++)
        {
            Assert.Equal(expected, Dump.Lines(Drive.Through(_provider.CreateStreamDecoder(Model), stream[..at], stream[at..])));
        }
    }

    [Theory]
    [InlineData("""!modelTimeoutException {"message":"x"}""", "Timeout")]
    [InlineData("""!modelStreamErrorException {"message":"x","originalStatusCode":500}""", "VendorFailed")]
    [InlineData("chunk {\"bytes\":\"*\"}", "VendorFailed")]
    [InlineData("chunk {\"bytes\":\"AAAA\"}", "VendorFailed")]
    [InlineData("chunk {}", "VendorFailed")]
    public void Failure_inside_is_the_last_event(string line, string kind)
    {
        var events = Drive.Through(_provider.CreateStreamDecoder(Model), Frame.Stream(line, Chunk("""{"type":"ping"}""")));

        Assert.Equal(kind, Assert.IsType<AnswerFailed>(Assert.Single(events)).Error.Kind.ToString());
    }

    private static string Chunk(string json) => $$"""chunk {"bytes":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(json))}}","p":"abcd"}""";
}
