using System.Text;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Providers.Ollama;
using Gatehouse.Ai.Surfaces.Ollama;
using Gatehouse.Ai.Tests.Fixtures;
using Gatehouse.Ai.Tests.Steps;
using Gatehouse.Core.Http;
using Xunit;

namespace Gatehouse.Ai.Tests.Providers.Ollama;

public class OllamaStreamDecoderTests
{
    private static readonly ChatRequest Asked = Calls.Decode(new OllamaChatEndpoint(new OllamaSurface()), """{"model":"m","messages":[{"role":"user","content":"x"}]}""");

    public static TheoryData<string, string> Streams => new()
    {
        {
            OllamaStreams.Text,
            """
            start - llama3.2 1750000000 -
            text Hällo
            text  "world" 😀

            end
            usage in=26 out=3
            finish Stop -
            over
            """
        },
        {
            OllamaStreams.ThinkingAndTools,
            """
            start - qwen3 1750000000 -
            thought Let me
            thought  see.
            end
            text Checking.
            end
            call 0 call_abc weather
            args 0 {"city":"Paris"}
            end
            call 1 call_66f40fb26f1a8326 now
            args 1 {}
            end
            usage in=100 out=50
            finish ToolCalls -
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
            var events = Answers.Decode(new OllamaStreamDecoder(), pieces);
            Assert.Equal(expected, StepText.Of(events));
            string written = Answers.Write(new LineWriter(Answers.Context, Asked, isGenerate: false), events);
            Assert.Equal(bytes ??= written, written);
        }
    }

    [Fact]
    public void Last_line_without_its_line_end_counts()
        => Assert.Equal("over", StepText.Of(Answers.Decode(new OllamaStreamDecoder(), [Encoding.UTF8.GetBytes(OllamaStreams.Text.TrimEnd())])[^1]));

    [Theory]
    [InlineData("""{"done":true,"message":{"content":""},"model":"m"}""", "start - m - -\nfinish Stop -\nover")]
    [InlineData("""{"done":true,"done_reason":"length","eval_count":5}""", "start - - - -\nusage out=5\nfinish Length -\nover")]
    [InlineData("""{"done":true,"done_reason":"load"}""", "start - - - -\nfinish Stop -\nover")]
    [InlineData("""{"message":{"content":"a","new":{"x":[1]}},"y":[{}],"done":true}""", "start - - - -\ntext a\nend\nfinish Stop -\nover")]
    [InlineData("""{"message":{"content":"a"},"logprobs":[{"token":"a","logprob":-0.5}],"done":true}""", "start - - - -\ntext a [{\"token\":\"a\",\"logprob\":-0.5}]\nend\nfinish Stop -\nover")]
    [InlineData("""{"error":"llama runner at /var/lib died"}""", "failed VendorFailed The provider failed while it answered.")]
    [InlineData("""{"done":false}""", "start - - - -\nfailed VendorFailed The provider's answer broke off.")]
    [InlineData("""{"done":""", "failed VendorFailed The provider sent a line that is not understood.")]
    [InlineData("""{"done":false} {"done":true}""", "failed VendorFailed The provider sent a line that is not understood.")]
    [InlineData("[]", "failed VendorFailed The provider sent a line that is not understood.")]
    [InlineData("", "failed VendorFailed The provider's answer broke off.")]
    public void Line_means(string line, string expected)
        => Assert.Equal(expected, StepText.Of(Answers.Decode(new OllamaStreamDecoder(), [Encoding.UTF8.GetBytes(line + "\n")])));

    [Fact]
    public void Stream_cut_before_its_last_line_fails_wherever_it_is_cut()
    {
        string[] lines = OllamaStreams.ThinkingAndTools.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        for (int count = 0; count < lines.Length; count++)
        {
            var events = Answers.Decode(new OllamaStreamDecoder(), [Encoding.UTF8.GetBytes(string.Concat(lines.Take(count).Select(l => l + "\n")))]);
            Assert.Equal("failed VendorFailed The provider's answer broke off.", StepText.Of(events[^1]));
        }
    }

    [Fact]
    public void Whole_answer_is_its_own_last_line()
    {
        var events = new List<ChatEvent>();
        new OllamaProvider().DecodeChat(
            """{"model":"q","created_at":"2025-06-15T15:06:40Z","message":{"role":"assistant","content":"x","thinking":"t"},"done":true,"done_reason":"stop","prompt_eval_count":1,"eval_count":2}"""u8.ToArray(),
            new HeaderMap(),
            Vendors.Model(ProviderKind.Ollama),
            events);

        Assert.Equal("start - q 1750000000 -\nthought t\nend\ntext x\nend\nusage in=1 out=2\nfinish Stop -\nover", StepText.Of(events));
    }

    [Fact]
    public void Call_without_id_gets_another_one_in_every_answer()
        => Assert.NotEqual(OllamaCall.IdOf("2025-06-15T15:06:40Z", 0, "f", "{}"), OllamaCall.IdOf("2025-06-15T15:06:41Z", 0, "f", "{}"));
}
