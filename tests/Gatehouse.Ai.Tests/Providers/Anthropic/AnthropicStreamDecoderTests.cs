using System.Text;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Providers.Anthropic;
using Gatehouse.Ai.Surfaces.Anthropic;
using Gatehouse.Ai.Tests.Fixtures;
using Gatehouse.Ai.Tests.Steps;
using Xunit;

namespace Gatehouse.Ai.Tests.Providers.Anthropic;

public class AnthropicStreamDecoderTests
{
    public static TheoryData<string, string> Streams => new()
    {
        {
            AnthropicStreams.Text,
            """
            start msg_01 claude-x - standard
            usage in=25 read=2387 write=4 hour=6 out=1
            text Hällo
            text  "world" 😀

            end
            usage in=25 read=2387 write=4 hour=6 out=15
            finish StopSequence END
            over
            """
        },
        {
            AnthropicStreams.ThinkingAndTools,
            """
            start msg_02 claude-x - -
            usage in=472 out=2
            thought Let me see.
            seal Anthropic EqQB/+== -
            end
            seal Anthropic - EmwK/x+=
            end
            text Checking.
            end
            call 0 toolu_1 weather
            args 0 {"city": "Par
            args 0 is"}
            end
            call 1 toolu_2 now
            args 1 {}
            end
            usage in=472 out=49 thought=40
            finish ToolCalls -
            over
            """
        },
        {
            AnthropicStreams.ServerTools,
            """
            start msg_03 claude-x - -
            usage in=5 out=1
            foreign Anthropic server_tool_use {"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{"query":"x"}}
            end
            foreign Anthropic web_search_tool_result {"type":"web_search_tool_result","tool_use_id":"srvtoolu_1","content":[]}
            end
            text It is so.
            foreign Anthropic citations_delta {"type":"web_search_result_location","url":"https://a.test"}
            end
            usage in=5 out=9
            finish Stop -
            over
            """
        },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public void Stream_gives_the_same_events_and_the_same_client_bytes_in_any_split(string stream, string expected)
    {
        string? bytes = null;
        foreach (var pieces in Answers.Splits(stream))
        {
            var events = Answers.Decode(new AnthropicStreamDecoder(), pieces);
            Assert.Equal(expected, StepText.Of(events));
            string written = Answers.Write(new MessagesStreamWriter(Answers.Context), events);
            Assert.Equal(bytes ??= written, written);
        }
    }

    [Theory]
    // Members in another order, members nobody knows, events nobody knows.
    [InlineData("""{"delta":{"text":"a","new":[{}],"type":"text_delta"},"x":{"y":[1]},"index":0,"type":"content_block_delta"}""", "text a")]
    [InlineData("""{"type":"content_block_delta","index":0,"delta":{"type":"compaction_delta","content":"x"}}""", "")]
    [InlineData("""{"type":"brand_new","value":1}""", "")]
    [InlineData("""{"type":"content_block_start","index":0,"content_block":{"type":"text","text":"early"}}""", "text early")]
    [InlineData("""{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":"sig"}}""", "seal Anthropic sig -")]
    [InlineData("""{"type":"message_delta","delta":{"stop_reason":"refusal"},"usage":{}}""", "finish Refusal -")]
    [InlineData("""{"type":"message_delta","delta":{"stop_reason":"pause_turn"},"usage":null}""", "finish Pause -")]
    [InlineData("""{"type":"message_delta","delta":{"stop_reason":"model_context_window_exceeded"}}""", "finish ContextWindow -")]
    [InlineData("""{"type":"message_delta","delta":{"stop_reason":"max_tokens"}}""", "finish Length -")]
    [InlineData("""{"type":"message_delta","delta":{"stop_reason":"brand_new"}}""", "finish Stop -")]
    [InlineData("""{"type":"message_delta","delta":{"stop_reason":null},"usage":{"output_tokens":3}}""", "usage out=3")]
    [InlineData("""{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", "failed Overloaded The provider is overloaded.")]
    [InlineData("""{"type":"error","error":{"type":"api_error","message":"Internal server error"}}""", "failed VendorFailed Internal server error")]
    [InlineData("""{"type":"error","error":{"type":"rate_limit_error","message":"org 123 exceeded"}}""", "failed RateLimited The provider's rate limit is reached.")]
    [InlineData("""{"type":"error"}""", "failed VendorFailed The provider failed.")]
    [InlineData("""{"type":"content_block_delta","delta":{"type":"text_delta","text":"\ud800"}}""", "failed VendorFailed The provider sent an event that is not understood.")]
    [InlineData("""{"type":"content_block_de""", "failed VendorFailed The provider sent an event that is not understood.")]
    [InlineData("[]", "failed VendorFailed The provider sent an event that is not understood.")]
    public void Event_means(string data, string expected)
    {
        var events = new List<ChatEvent>();
        new AnthropicEvents(Dialect.Anthropic).Decode(Encoding.UTF8.GetBytes(data), events);

        Assert.Equal(expected, StepText.Of(events));
    }

    [Fact]
    public void Stream_cut_before_its_terminator_fails_wherever_it_is_cut()
    {
        string[] frames = AnthropicStreams.ThinkingAndTools.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        for (int count = 0; count < frames.Length; count++)
        {
            string stream = string.Concat(frames.Take(count).Select(f => f + "\n\n"));
            var events = Answers.Decode(new AnthropicStreamDecoder(), [Encoding.UTF8.GetBytes(stream)]);
            Assert.Equal("failed VendorFailed The provider's answer broke off.", StepText.Of(events[^1]));
            Assert.DoesNotContain(events, e => e is AnswerEnded);
        }
    }

    [Fact]
    public void Nothing_follows_the_terminator()
    {
        byte[] stream = Encoding.UTF8.GetBytes(AnthropicStreams.Text + AnthropicStreams.Text);

        Assert.Equal("over", StepText.Of(Answers.Decode(new AnthropicStreamDecoder(), [stream])[^1]));
        Assert.Single(Answers.Decode(new AnthropicStreamDecoder(), [stream]), e => e is AnswerStarted);
    }

    [Theory]
    [InlineData("""{"input_tokens":25,"output_tokens":1}""", """{"output_tokens":15}""", "in=25 out=15")]
    [InlineData("""{"input_tokens":25,"output_tokens":1}""", """{"input_tokens":0,"output_tokens":15}""", "in=25 out=15")]
    [InlineData("""{"input_tokens":0,"output_tokens":0}""", """{"input_tokens":30,"output_tokens":15}""", "in=30 out=15")]
    [InlineData("""{"input_tokens":25,"cache_read_input_tokens":null,"output_tokens":1}""", """{"input_tokens":null,"cache_read_input_tokens":9,"output_tokens":15}""", "in=25 read=9 out=15")]
    [InlineData("""{"input_tokens":1,"cache_creation_input_tokens":10}""", """{"output_tokens":2}""", "in=1 write=10 out=2")]
    [InlineData("""{"input_tokens":1,"cache_creation_input_tokens":10,"cache_creation":{"ephemeral_1h_input_tokens":6}}""", """{"output_tokens":2}""", "in=1 write=4 hour=6 out=2")]
    [InlineData("""{"input_tokens":1,"output_tokens_details":{"thinking_tokens":5}}""", """{"output_tokens":12}""", "in=1 out=7 thought=5")]
    public void Usage_is_merged_per_field_and_its_classes_do_not_overlap(string start, string delta, string expected)
    {
        var events = new List<ChatEvent>();
        var reader = new AnthropicEvents(Dialect.Anthropic);
        reader.Decode(Encoding.UTF8.GetBytes($$$"""{"type":"message_start","message":{"usage":{{{start}}}}}"""), events);
        reader.Decode(Encoding.UTF8.GetBytes($$$"""{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{{{delta}}}}"""), events);

        var usage = events.OfType<UsageReported>().Aggregate(default(TokenUsage), (sum, u) => sum.MergedWith(u.Usage));
        Assert.Equal(expected, StepText.Of(in usage));
    }
}
