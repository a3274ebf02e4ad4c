using System.Buffers;
using System.Text;
using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Providers.Bedrock;
using Gatehouse.Ai.Surfaces;
using Gatehouse.Ai.Surfaces.Bedrock;
using Gatehouse.Ai.Tests.Providers.Bedrock;
using Xunit;

namespace Gatehouse.Ai.Tests.Surfaces.Bedrock;

public class ConverseWriterTests
{
    private static readonly AnswerContext Context = new() { RequestId = "r", Model = "m", Created = default, Elapsed = () => TimeSpan.FromMilliseconds(42) };

    private static readonly ChatRequest Request = new() { Model = "m", Messages = [], Format = WireFormat.BedrockConverse };

    private static readonly ChatRequest WantsSequence = Request with { Foreign = [new("additionalModelResponseFieldPaths", JsonElement.Parse("""["/stop_sequence"]"""))] };

    [Fact]
    public void Whole_answer_is_written_as_AWS_documents_it()
    {
        var answer = new ChatAnswer
        {
            Usage = new() { Input = 16, CacheRead = 3, CacheWrite = 387, CacheWriteHour = 2000, Output = 5, Reasoning = 4 },
            Choices =
            [
                new(0,
                [
                    new ReasoningPart("hm") { Signature = "own==", Origin = Dialect.Bedrock },
                    new ReasoningPart("hm") { Signature = "an==", Origin = Dialect.Anthropic },
                    new ReasoningPart("") { Redacted = "3q2+7w==", Origin = Dialect.Bedrock },
                    new ReasoningPart("") { Redacted = "gAAA", Origin = Dialect.OpenAi },
                    new TextPart("Über"),
                    new ForeignPart(Dialect.Bedrock, "citation", JsonElement.Parse("""{"title":"t"}""")),
                    new RefusalPart("no"),
                    new ForeignPart(Dialect.OpenAi, "annotation", JsonElement.Parse("{}")),
                    new ToolCallPart("t1", "f", """{"a": 1}"""),
                    new ToolCallPart("t2", "g", ""),
                    new ToolCallPart("t3", "h", "{\"cut\":"),
                ], FinishReason.StopSequence) { StopSequence = "END" },
                new(1, [new TextPart("second")], FinishReason.Stop),
            ],
        };

        Assert.Equal(
            """{"output":{"message":{"role":"assistant","content":[{"reasoningContent":{"reasoningText":{"text":"hm","signature":"own=="}}},{"reasoningContent":{"reasoningText":{"text":"hm","signature":"ghs1.2.an=="}}},"""
                + """{"reasoningContent":{"redactedContent":"3q2+7w=="}},{"reasoningContent":{"redactedContent":"Z2hzMS4xLmdBQUE="}},{"citationsContent":{"content":[{"text":"Über"}],"citations":[{"title":"t"}]}},"""
                + """{"text":"no"},{"toolUse":{"toolUseId":"t1","name":"f","input":{"a":1}}},{"toolUse":{"toolUseId":"t2","name":"g","input":{}}},{"toolUse":{"toolUseId":"t3","name":"h","input":"{\"cut\":"}}]}},"stopReason":"""
                + """ "stop_sequence","additionalModelResponseFields":{"stop_sequence":"END"},"usage":{"inputTokens":16,"outputTokens":9,"totalTokens":2415,"cacheReadInputTokens":3,"cacheWriteInputTokens":2387,"cacheDetails":""".TrimStart()
                + """[{"ttl":"1h","inputTokens":2000},{"ttl":"5m","inputTokens":387}]},"metrics":{"latencyMs":42}}""",
            Whole(answer, WantsSequence));
    }

    [Fact]
    public void Answer_without_anything_is_still_one()
        => Assert.Equal(
            """{"output":{"message":{"role":"assistant","content":[]}},"stopReason":"end_turn","usage":{"inputTokens":0,"outputTokens":0,"totalTokens":0},"metrics":{"latencyMs":42}}""",
            Whole(new() { Choices = [], Usage = default }, Request));

    [Fact]
    public void Stream_is_written_as_AWS_documents_it()
    {
        ChatEvent[] events =
        [
            new AnswerStarted(), new AnswerStarted(), new ReasoningDelta("hm"), new ReasoningSealed { Origin = Dialect.OpenAi, Signature = "s" }, PartEnded.Instance, new TextDelta(""), new TextDelta("Hal"),
            new TextDelta("lo") { Choice = 1 }, new RefusalDelta("!"), new ToolCallStarted(0, "t1", "f"), new ToolCallDelta(0, "{\"a\":"), new ToolCallDelta(0, "1}"), PartEnded.Instance,
            new ToolCallStarted(1, "t2", "g"), new ToolCallDelta(1, "{}"), new ReasoningSealed { Origin = Dialect.Bedrock, Redacted = "AA==" }, new UsageReported(default), new AnswerFinished(FinishReason.ToolCalls), AnswerEnded.Instance,
            new TextDelta("late"),
        ];

        Assert.Equal(
            [
                """messageStart {"role":"assistant"}""",
                """contentBlockDelta {"contentBlockIndex":0,"delta":{"reasoningContent":{"text":"hm"}}}""",
                """contentBlockDelta {"contentBlockIndex":0,"delta":{"reasoningContent":{"signature":"ghs1.1.s"}}}""",
                """contentBlockStop {"contentBlockIndex":0}""",
                """contentBlockDelta {"contentBlockIndex":1,"delta":{"text":"Hal"}}""",
                """contentBlockDelta {"contentBlockIndex":1,"delta":{"text":"!"}}""",
                """contentBlockStop {"contentBlockIndex":1}""",
                """contentBlockStart {"contentBlockIndex":2,"start":{"toolUse":{"toolUseId":"t1","name":"f"}}}""",
                """contentBlockDelta {"contentBlockIndex":2,"delta":{"toolUse":{"input":"{\"a\":"}}}""",
                """contentBlockDelta {"contentBlockIndex":2,"delta":{"toolUse":{"input":"1}"}}}""",
                """contentBlockStop {"contentBlockIndex":2}""",
                """contentBlockStart {"contentBlockIndex":3,"start":{"toolUse":{"toolUseId":"t2","name":"g"}}}""",
                """contentBlockDelta {"contentBlockIndex":3,"delta":{"toolUse":{"input":"{}"}}}""",
                """contentBlockStop {"contentBlockIndex":3}""",
                """contentBlockDelta {"contentBlockIndex":4,"delta":{"reasoningContent":{"redactedContent":"AA=="}}}""",
                """contentBlockStop {"contentBlockIndex":4}""",
                """messageStop {"stopReason":"tool_use"}""",
                """metadata {"usage":{"inputTokens":7,"outputTokens":2,"totalTokens":9},"metrics":{"latencyMs":42}}""",
            ],
            Frame.Lines(Streamed(events)));
    }

    [Theory]
    [InlineData("InvalidRequest", "validationException")]
    [InlineData("RateLimited", "throttlingException")]
    [InlineData("BudgetExceeded", "throttlingException")]
    [InlineData("Overloaded", "serviceUnavailableException")]
    [InlineData("Unavailable", "serviceUnavailableException")]
    [InlineData("VendorFailed", "modelStreamErrorException")]
    [InlineData("Timeout", "modelStreamErrorException")]
    [InlineData("Internal", "internalServerException")]
    public void Failure_in_the_middle_is_an_exception_event_and_the_end(string kind, string exception)
    {
        var error = new AiError(Enum.Parse<AiErrorKind>(kind), "It \"broke\".");
        byte[] stream = Streamed([new AnswerStarted(), new TextDelta("Hal"), new AnswerFailed(error), AnswerEnded.Instance]);

        Assert.Equal($$"""!{{exception}} {"message":"It \"broke\"."}""", Frame.Lines(stream)[^1]);
        Assert.Equal(3, Frame.Lines(stream).Count);
    }

    public static IEnumerable<object[]> Streams() => ConverseStreams.All.Where(s => s.Events[^1] == "AnswerEnded()").Select(s => new object[] { s.Name, s.Stream });

    [Theory]
    [MemberData(nameof(Streams))]
    public void Stream_that_was_read_and_written_again_reads_the_same(string name, string[] stream)
    {
        var first = Drive.Through(new ConverseStreamDecoder(), Frame.Stream(stream));
        var usage = first.OfType<UsageReported>().Single().Usage;
        var second = Drive.Through(new ConverseStreamDecoder(), Streamed(first, usage, WantsSequence));

        Assert.NotEmpty(name);
        Assert.Equal(Dump.Of(AnswerCollector.Collect(first)), Dump.Of(AnswerCollector.Collect(second)));
    }

    private static string Whole(ChatAnswer answer, ChatRequest request)
    {
        var output = new ArrayBufferWriter<byte>();
        ConverseAnswerWriter.Write(answer, request, Context, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static byte[] Streamed(IEnumerable<ChatEvent> events, TokenUsage? usage = null, ChatRequest? request = null)
    {
        var writer = new ConverseStreamWriter(request ?? Request, Context);
        var output = new ArrayBufferWriter<byte>();
        foreach (var step in events)
        {
            writer.Write(step, usage ?? new TokenUsage { Input = 7, Output = 2 }, output);
        }

        writer.WriteKeepAlive(output);
        return output.WrittenSpan.ToArray();
    }
}
