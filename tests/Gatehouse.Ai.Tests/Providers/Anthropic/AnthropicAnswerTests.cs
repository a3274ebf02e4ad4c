using System.Text;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Providers.Anthropic;
using Gatehouse.Ai.Tests.Steps;
using Gatehouse.Core.Http;
using Xunit;

namespace Gatehouse.Ai.Tests.Providers.Anthropic;

public class AnthropicAnswerTests
{
    [Fact]
    public void Whole_answer_is_told_as_the_stream_it_would_have_been()
    {
        var events = Decode(
            """
            {"id":"msg_9","type":"message","role":"assistant","model":"claude-x","content":[
              {"type":"thinking","thinking":"Hm.","signature":"AB+/="},{"type":"redacted_thinking","data":"CD=="},
              {"type":"text","text":"So.","citations":[{"type":"char_location","start_char_index":1}]},
              {"type":"tool_use","id":"toolu_1","name":"f","input":{"a": 1.50}},{"type":"tool_use","id":"toolu_2","name":"g","input":{}},
              {"type":"server_tool_use","id":"s","name":"web_search","input":{"query":"x"}}],
             "stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":3,"output_tokens":9,"output_tokens_details":{"thinking_tokens":4},"service_tier":"priority"}}
            """);

        Assert.Equal(
            """
            start msg_9 claude-x - priority
            thought Hm.
            seal Anthropic AB+/= -
            end
            seal Anthropic - CD==
            end
            text So.
            foreign Anthropic citations_delta {"type":"char_location","start_char_index":1}
            end
            call 0 toolu_1 f
            args 0 {"a": 1.50}
            end
            call 1 toolu_2 g
            args 1 {}
            end
            foreign Anthropic server_tool_use {"type":"server_tool_use","id":"s","name":"web_search","input":{"query":"x"}}
            end
            usage in=3 out=5 thought=4
            finish ToolCalls -
            over
            """,
            StepText.Of(events));
    }

    [Theory]
    [InlineData("""{"type":"error","error":{"type":"overloaded_error","message":"x"}}""", "failed Overloaded The provider is overloaded.")]
    [InlineData("""{"type":"message"}""", "failed VendorFailed The provider's answer is not understood.")]
    [InlineData("<html>", "failed VendorFailed The provider's answer is not understood.")]
    [InlineData("", "failed VendorFailed The provider's answer is not understood.")]
    public void Answer_that_is_none_fails(string body, string expected) => Assert.Equal(expected, StepText.Of(Decode(body)));

    private static List<ChatEvent> Decode(string body)
    {
        var events = new List<ChatEvent>();
        new AnthropicProvider().DecodeChat(Encoding.UTF8.GetBytes(body), new HeaderMap(), Vendors.Model(ProviderKind.Anthropic), events);
        return events;
    }
}
