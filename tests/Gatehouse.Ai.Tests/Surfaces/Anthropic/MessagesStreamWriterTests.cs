using System.Text;
using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Providers.Anthropic;
using Gatehouse.Ai.Surfaces.Anthropic;
using Gatehouse.Ai.Tests.Fixtures;
using Gatehouse.Ai.Tests.Steps;
using Xunit;

namespace Gatehouse.Ai.Tests.Surfaces.Anthropic;

public class MessagesStreamWriterTests
{
    [Fact]
    public void Answer_of_another_vendor_is_written_in_order()
    {
        // Calls end when the next begins, whether or not that was said; a thought has another vendor's proof.
        string written = Write(
            new AnswerStarted { Id = "chatcmpl-1" },
            new ReasoningDelta("hm"),
            new ReasoningSealed { Signature = "S", Origin = Dialect.OpenAi },
            PartEnded.Instance,
            new TextDelta(""),
            new TextDelta("a\n"),
            new RefusalDelta("b"),
            new ToolCallStarted(0, "call_1", "f"),
            new ToolCallDelta(0, "{\"x\":1}"),
            new ToolCallStarted(1, "call_2", "g"),
            PartEnded.Instance,
            new AnswerFinished(FinishReason.ToolCalls),
            new UsageReported(new TokenUsage { Input = 10, CacheRead = 5, Output = 3, Reasoning = 2 }),
            AnswerEnded.Instance);

        Assert.Equal(
            """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_01234567","type":"message","role":"assistant","model":"asked","content":[],"stop_reason":null,"stop_sequence":null,"stop_details":null,"usage":{"input_tokens":7,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},"output_tokens":0,"server_tool_use":null,"service_tier":"standard"}}}

            event: ping
            data: {"type":"ping"}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"ghs1.1.S"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: content_block_start
            data: {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"a\n"}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"b"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":1}

            event: content_block_start
            data: {"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"call_1","name":"f","input":{}}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\"x\":1}"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":2}

            event: content_block_start
            data: {"type":"content_block_start","index":3,"content_block":{"type":"tool_use","id":"call_2","name":"g","input":{}}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":3}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null,"stop_details":null},"usage":{"input_tokens":10,"cache_creation_input_tokens":0,"cache_read_input_tokens":5,"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},"output_tokens":5,"output_tokens_details":{"thinking_tokens":2},"server_tool_use":null,"service_tier":"standard"}}

            event: message_stop
            data: {"type":"message_stop"}


            """,
            written);
    }

    [Fact]
    public void Usage_that_the_vendor_told_first_is_in_the_first_event()
    {
        string written = Write(new AnswerStarted { Id = "msg_5", ServiceTier = "priority" }, new UsageReported(new TokenUsage { Input = 472, Output = 1 }), new TextDelta("x"));

        Assert.Contains("\"id\":\"msg_5\"", written, StringComparison.Ordinal);
        Assert.Contains("\"usage\":{\"input_tokens\":472,", written, StringComparison.Ordinal);
        Assert.Contains("\"service_tier\":\"priority\"", written, StringComparison.Ordinal);
    }

    [Fact]
    public void Failure_becomes_the_error_event()
    {
        string written = Write(new AnswerStarted(), new TextDelta("x"), new AnswerFailed(new AiError(AiErrorKind.VendorFailed, "broke off")));

        Assert.EndsWith("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"broke off\"},\"request_id\":\"0123-4567\"}\n\n", written, StringComparison.Ordinal);
        Assert.DoesNotContain("message_stop", written, StringComparison.Ordinal);
    }

    [Fact]
    public void Answer_without_content_is_whole()
    {
        string written = Write(new AnswerStarted(), new AnswerFinished(FinishReason.Stop), AnswerEnded.Instance);

        Assert.Equal(["message_start", "ping", "message_delta", "message_stop"], Types(written));
    }

    [Fact]
    public void Keep_alive_is_a_comment_until_the_message_has_begun()
    {
        var writer = new MessagesStreamWriter(Answers.Context);
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        writer.WriteKeepAlive(output);
        Assert.Equal(": keep-alive\n\n", Encoding.UTF8.GetString(output.WrittenSpan));

        writer.Write(new TextDelta("x"), default, output);
        output.Clear();
        writer.WriteKeepAlive(output);
        Assert.Equal("event: ping\ndata: {\"type\":\"ping\"}\n\n", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    public static TheoryData<string> Fixtures => [AnthropicStreams.Text, AnthropicStreams.ThinkingAndTools, AnthropicStreams.ServerTools];

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Vendors_own_stream_through_the_canonical_form_says_the_same(string stream)
    {
        var events = Answers.Decode(new AnthropicStreamDecoder(), [Encoding.UTF8.GetBytes(stream)]);
        string written = Answers.Write(new MessagesStreamWriter(Answers.Context), events);
        var again = Answers.Decode(new AnthropicStreamDecoder(), [Encoding.UTF8.GetBytes(written)]);

        Assert.Equal(Meaning(events), Meaning(again));
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Blocks_never_overlap_and_are_numbered_without_gaps(string stream)
    {
        var events = Answers.Decode(new AnthropicStreamDecoder(), [Encoding.UTF8.GetBytes(stream)]);
        foreach (string written in new[] { Answers.Write(new MessagesStreamWriter(Answers.Context), events), Answers.Write(new MessagesStreamWriter(Answers.Context), AnswerReplay.Events(AnswerCollector.Collect(events))) })
        {
            int open = -1;
            int next = 0;
            foreach (var data in written.Split('\n').Where(l => l.StartsWith("data: ", StringComparison.Ordinal)).Select(l => JsonDocument.Parse(l[6..]).RootElement))
            {
                switch (data.GetProperty("type").GetString())
                {
                    case "content_block_start":
                        Assert.Equal((-1, next), (open, data.GetProperty("index").GetInt32()));
                        open = next++;
                        break;
                    case "content_block_delta":
                        Assert.Equal(open, data.GetProperty("index").GetInt32());
                        break;
                    case "content_block_stop":
                        Assert.Equal(open, data.GetProperty("index").GetInt32());
                        open = -1;
                        break;
                    case "message_delta":
                        Assert.Equal(-1, open);
                        break;
                }
            }
        }
    }

    /// <summary>What is the same whatever the gateway's own words for id, model and tier are, and however deltas are cut.</summary>
    private static string Meaning(IReadOnlyList<ChatEvent> events)
    {
        var answer = AnswerCollector.Collect(events);
        return StepText.Of(AnswerReplay.Events(answer with { Model = null, Id = null, ServiceTier = null })).Replace("write=0 ", "", StringComparison.Ordinal).Replace("read=0 ", "", StringComparison.Ordinal).Replace("hour=0 ", "", StringComparison.Ordinal);
    }

    private static IEnumerable<string> Types(string written)
        => written.Split('\n').Where(l => l.StartsWith("event: ", StringComparison.Ordinal)).Select(l => l[7..]);

    private static string Write(params ChatEvent[] events) => Answers.Write(new MessagesStreamWriter(Answers.Context), events);
}
