using System.Text;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Providers.Bedrock;
using Xunit;

namespace Gatehouse.Ai.Tests.Providers.Bedrock;

public class ConverseAnswerTests
{
    private const string Usage = """ "usage":{"inputTokens":125,"outputTokens":60,"totalTokens":185},"metrics":{"latencyMs":1175} """;

    [Theory]
    [InlineData(
        """{"output":{"message":{"role":"assistant","content":[{"text":"Here are 3 songs"}]}},"stopReason":"end_turn",""" + Usage + "}",
        "AnswerStarted()|TextDelta(Text=\"Here are 3 songs\")|PartEnded()|AnswerFinished(Reason=Stop)|UsageReported(Usage=TokenUsage(Input=125, Output=60))|AnswerEnded()")]
    [InlineData(
        """{"output":{"message":{"role":"assistant","content":[{"toolUse":{"toolUseId":"tooluse_1","name":"top_song","input":{"sign": "WZPZ"}}},{"toolUse":{"toolUseId":"tooluse_2","name":"now","input":{}}}]}},"stopReason":"tool_use",""" + Usage + "}",
        "AnswerStarted()|ToolCallStarted(Id=\"tooluse_1\", Index=0, Name=\"top_song\")|ToolCallDelta(Arguments=\"{\\u0022sign\\u0022: \\u0022WZPZ\\u0022}\", Index=0)|PartEnded()"
            + "|ToolCallStarted(Id=\"tooluse_2\", Index=1, Name=\"now\")|ToolCallDelta(Arguments=\"{}\", Index=1)|PartEnded()|AnswerFinished(Reason=ToolCalls)|UsageReported(Usage=TokenUsage(Input=125, Output=60))|AnswerEnded()")]
    [InlineData(
        """{"output":{"message":{"role":"assistant","content":[{"reasoningContent":{"reasoningText":{"text":"hm","signature":"s=="}}},{"reasoningContent":{"redactedContent":"AA=="}},{"citationsContent":{"content":[{"text":"cited"}],"citations":[{"title":"t"}]}},{"newBlock":{"x":1}}]}},"stopReason":"guardrail_intervened","serviceTier":{"type":"flex"},"additionalModelResponseFields":{"stop_sequence":null}}""",
        "AnswerStarted(ServiceTier=\"flex\")|ReasoningDelta(Text=\"hm\")|ReasoningSealed(Origin=Bedrock, Signature=\"s==\")|PartEnded()|ReasoningSealed(Origin=Bedrock, Redacted=\"AA==\")|PartEnded()"
            + "|TextDelta(Text=\"cited\")|ForeignDelta(Dialect=Bedrock, Kind=\"citation\", Value={\"title\":\"t\"})|PartEnded()|ForeignDelta(Dialect=Bedrock, Kind=\"newBlock\", Value={\"x\":1})|PartEnded()|AnswerFinished(Reason=ContentFilter)|AnswerEnded()")]
    [InlineData(
        """{"output":{"message":{"role":"assistant","content":[{"toolUse":{"toolUseId":"t","name":"gatehouse_json_answer","input":{"a":1}}}]}},"stopReason":"tool_use"}""",
        "AnswerStarted()|TextDelta(Text=\"{\\u0022a\\u0022:1}\")|PartEnded()|AnswerFinished(Reason=Stop)|AnswerEnded()")]
    [InlineData("{}", "AnswerStarted()|AnswerFailed(Error=AiError(Kind=VendorFailed, Message=\"The provider sent an answer that cannot be understood.\"))")]
    [InlineData("<html>", "AnswerFailed(Error=AiError(Kind=VendorFailed, Message=\"The provider sent an answer that cannot be understood.\"))")]
    public void Whole_answer_gives_its_events(string body, string events)
    {
        var read = new List<ChatEvent>();
        ConverseAnswer.Decode(Encoding.UTF8.GetBytes(body), read);

        Assert.Equal(events.Split('|'), Dump.Lines(read));
    }

    [Theory]
    [InlineData("end_turn", "Stop")]
    [InlineData("tool_use", "ToolCalls")]
    [InlineData("max_tokens", "Length")]
    [InlineData("stop_sequence", "StopSequence")]
    [InlineData("guardrail_intervened", "ContentFilter")]
    [InlineData("content_filtered", "ContentFilter")]
    [InlineData("malformed_model_output", "Malformed")]
    [InlineData("malformed_tool_use", "Malformed")]
    [InlineData("model_context_window_exceeded", "ContextWindow")]
    [InlineData("new_reason", "Stop")]
    [InlineData(null, "Stop")]
    public void Stop_reason_has_its_meaning(string? reason, string expected) => Assert.Equal(expected, StopReasons.Of(reason).ToString());
}
