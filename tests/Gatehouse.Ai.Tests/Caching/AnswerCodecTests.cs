using System.Text;
using System.Text.Json;
using Gatehouse.Ai.Caching;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Tests.Pipeline;
using Xunit;

namespace Gatehouse.Ai.Tests.Caching;

/// <summary>An answer that was kept is the answer that was given.</summary>
public class AnswerCodecTests
{
    private static ChatAnswer Full => new()
    {
        Id = "chatcmpl-1",
        Model = "gpt-x-2026",
        Created = 1_700_000_000,
        Fingerprint = "fp",
        ServiceTier = "flex",
        Usage = new TokenUsage { Input = 1, CacheRead = 2, CacheWrite = 3, CacheWriteHour = 4, InputAudio = 5, InputImage = 6, Output = 7, Reasoning = 8, OutputAudio = 9, IsEstimated = true },
        Choices = new[]
        {
            new ChatChoice(
                0,
                new Part[]
                {
                    new ReasoningPart("I think") { Signature = "c2ln+/=\u00e9", Redacted = "cmVk", Origin = Dialect.Anthropic, Id = "rs_1" },
                    new TextPart("Zoë says \"hi\"\n\u2028<b>"),
                    new ForeignPart(Dialect.OpenAi, "annotations", JsonElement.Parse("""{"url":"https://x.test/?a=1&b=2","n":1.50}""")),
                    new RefusalPart("no"),
                    new ToolCallPart("call_1", "weather", """{"city": "Köln", broken"""),
                    new ToolCallPart("call_2", "weather", ""),
                },
                FinishReason.ToolCalls)
            {
                StopSequence = "END",
                Logprobs = new[] { JsonElement.Parse("""{"token":"a","logprob":-0.1,"bytes":[97],"top_logprobs":[]}"""), JsonElement.Parse("""{"token":"b","logprob":-1e-7}""") },
            },
            new ChatChoice(1, new Part[] { new TextPart("other") }, FinishReason.Length),
        },
    };

    private static CachedAnswer Kept(ChatAnswer answer) => new(answer, DateTimeOffset.FromUnixTimeMilliseconds(1_764_000_000_123), "d-1") { Cost = 0.000000123456789m, Warnings = ["seed was left out"] };

    private static string Written(ChatAnswer answer) => Encoding.UTF8.GetString(AnswerCodec.Write(Kept(answer))!);

    [Fact]
    public void Answer_is_the_same_after_it_was_written_and_read()
    {
        byte[] written = AnswerCodec.Write(Kept(Full))!;
        var read = AnswerCodec.Read(written)!;

        Assert.Equal(Encoding.UTF8.GetString(written), Encoding.UTF8.GetString(AnswerCodec.Write(read)!));
        Assert.Equal((Kept(Full).Time, "d-1", 0.000000123456789m), (read.Time, read.Deployment, read.Cost));
        Assert.Equal(["seed was left out"], read.Warnings);
        Assert.Equal(Full.Usage, read.Answer.Usage);
        var thought = Assert.IsType<ReasoningPart>(read.Answer.Choices[0].Parts[0]);
        Assert.Equal(Full.Choices[0].Parts[0], thought);
        Assert.Equal(Full.Choices[0].Parts[4], read.Answer.Choices[0].Parts[4]);
        Assert.Equal(-1e-7, read.Answer.Choices[0].Logprobs[1].GetProperty("logprob").GetDouble());
    }

    [Fact]
    public void Every_property_of_an_answer_is_written()
    {
        string original = Written(Full);

        // What no answer has: cache points are the client's.
        var changes = Mutations.Of(Full).Where(m => !m.Path.EndsWith(".Cache", StringComparison.Ordinal)).ToArray();
        var forgotten = changes.Where(m => AnswerCodec.Write(Kept((ChatAnswer)m.Value!)) is { } bytes && Encoding.UTF8.GetString(bytes) == original).Select(m => m.Path);

        Assert.Empty(forgotten);
        Assert.True(changes.Length > 60, $"{changes.Length} changes");
    }

    [Fact]
    public void Replay_of_what_was_read_makes_the_same_answer()
    {
        var read = AnswerCodec.Read(AnswerCodec.Write(Kept(Full))!)!.Answer;

        Assert.Equal(Written(AnswerCollector.Collect(AnswerReplay.Events(Full))), Written(AnswerCollector.Collect(AnswerReplay.Events(read))));
    }

    [Fact]
    public void What_cannot_be_told_without_loss_is_not_written()
    {
        Assert.Null(AnswerCodec.Write(Kept(Full with { Id = "\ud800" })));
        Assert.Null(AnswerCodec.Write(Kept(Full with { Choices = [new ChatChoice(0, [new ImagePart(new MediaSource { Url = "http://x" })], FinishReason.Stop)] })));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"v":2,"at":1,"deployment":"d","warnings":[],"usage":[],"choices":[]}""")]
    [InlineData("""{"v":1,"at":1,"deployment":"d","warnings":[],"usage":[1],"choices":[]}""")]
    [InlineData("""{"v":1,"at":1,"deployment":"d","warnings":[],"usage":[null,null,null,null,null,null,null,null,null,false],"choices":[{"index":0,"reason":"Dreamt","logprobs":[],"parts":[]}]}""")]
    [InlineData("""{"v":1,"at":1,"deployment":"d","warnings":[],"usage":[null,null,null,null,null,null,null,null,null,false],"choices":[{"index":0,"reason":"Stop","logprobs":[],"parts":[{"song":"la"}]}]}""")]
    public void What_this_version_does_not_write_is_not_read(string entry) => Assert.Null(AnswerCodec.Read(Encoding.UTF8.GetBytes(entry)));
}
