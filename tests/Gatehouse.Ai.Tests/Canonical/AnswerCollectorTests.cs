using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Xunit;

namespace Gatehouse.Ai.Tests.Canonical;

public class AnswerCollectorTests
{
    private static readonly JsonElement Citation = JsonElement.Parse("""{"url":"https://example.com"}""");

    private static readonly JsonElement Token = JsonElement.Parse("""{"token":"Hi","logprob":-0.5}""");

    private static readonly ChatEvent[] Everything =
    [
        new AnswerStarted { Id = "a1", Model = "m", Created = 7, Fingerprint = "fp", ServiceTier = "default" },
        new UsageReported(new TokenUsage { Input = 5, Output = 1 }),
        new ReasoningDelta("Let "),
        new ReasoningDelta("me."),
        new ReasoningSealed { Signature = "sig", Origin = Dialect.Anthropic, Id = "rs_1" },
        PartEnded.Instance,
        new ReasoningSealed { Redacted = "secret", Origin = Dialect.Anthropic },
        PartEnded.Instance,
        new TextDelta("H") { Logprobs = JsonElement.Parse("""[{"token":"Hi","logprob":-0.5}]""") },
        new ForeignDelta(Dialect.OpenAi, "annotations", Citation),
        new TextDelta("i"),
        new RefusalDelta("No") { Choice = 1 },
        PartEnded.Instance,
        new ToolCallStarted(0, "c0", "f"),
        new ToolCallStarted(1, "c1", "g"),
        new ToolCallDelta(0, "{\"a\":"),
        new ToolCallDelta(1, "{}"),
        new ToolCallDelta(0, "1}"),
        PartEnded.Instance,
        new AnswerFinished(FinishReason.StopSequence) { StopSequence = "END" },
        new AnswerFinished(FinishReason.Refusal) { Choice = 1 },
        new UsageReported(new TokenUsage { Output = 9, Reasoning = 3 }),
        AnswerEnded.Instance,
    ];

    [Fact]
    public void Events_become_parts_by_choice()
    {
        var answer = AnswerCollector.Collect(Everything);

        Assert.Equal(("a1", "m", 7L, "fp", "default"), (answer.Id, answer.Model, answer.Created, answer.Fingerprint, answer.ServiceTier));
        Assert.Equal(new TokenUsage { Input = 5, Output = 9, Reasoning = 3 }, answer.Usage);
        Assert.Equal(
            [
                new ReasoningPart("Let me.") { Signature = "sig", Origin = Dialect.Anthropic, Id = "rs_1" },
                new ReasoningPart("") { Redacted = "secret", Origin = Dialect.Anthropic },
                new TextPart("Hi"),
                new ForeignPart(Dialect.OpenAi, "annotations", Citation),
                new ToolCallPart("c0", "f", "{\"a\":1}"),
                new ToolCallPart("c1", "g", "{}"),
            ],
            answer.Choices[0].Parts);
        Assert.Equal((FinishReason.StopSequence, "END"), (answer.Choices[0].Reason, answer.Choices[0].StopSequence));
        Assert.Equal(Token.GetRawText(), Assert.Single(answer.Choices[0].Logprobs).GetRawText());
        Assert.Equal([new RefusalPart("No")], answer.Choices[1].Parts);
        Assert.Equal(FinishReason.Refusal, answer.Choices[1].Reason);
    }

    [Fact]
    public void Answer_told_again_is_collected_to_the_same()
    {
        var first = AnswerCollector.Collect(Everything);
        var second = AnswerCollector.Collect(AnswerReplay.Events(first));

        Assert.Equal((first.Id, first.Model, first.Created, first.Fingerprint, first.ServiceTier, first.Usage), (second.Id, second.Model, second.Created, second.Fingerprint, second.ServiceTier, second.Usage));
        Assert.Equal(first.Choices.Count, second.Choices.Count);
        foreach (var (a, b) in first.Choices.Zip(second.Choices))
        {
            Assert.Equal(a.Parts, b.Parts);
            Assert.Equal((a.Index, a.Reason, a.StopSequence), (b.Index, b.Reason, b.StopSequence));
            Assert.Equal(a.Logprobs.Select(l => l.GetRawText()), b.Logprobs.Select(l => l.GetRawText()));
        }
    }

    [Fact]
    public void Failure_is_thrown_as_the_vendor_told_it()
    {
        var error = new AiError(AiErrorKind.Overloaded, "Busy.");
        ChatEvent[] events = [new AnswerStarted(), new TextDelta("H"), new AnswerFailed(error)];

        Assert.Same(error, Assert.Throws<AiException>(() => AnswerCollector.Collect(events)).Error);
    }

    [Fact]
    public void Answer_without_its_end_is_a_failure()
    {
        ChatEvent[] events = [new AnswerStarted(), new TextDelta("H"), new AnswerFinished(FinishReason.Stop)];

        Assert.Equal(AiErrorKind.VendorFailed, Assert.Throws<AiException>(() => AnswerCollector.Collect(events)).Error.Kind);
    }
}
