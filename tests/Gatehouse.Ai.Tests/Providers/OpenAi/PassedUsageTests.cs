using System.Text;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Providers.OpenAi;
using Xunit;

namespace Gatehouse.Ai.Tests.Providers.OpenAi;

/// <summary>The gateway asks every stream for its usage; who did not ask does not see it.</summary>
public class PassedUsageTests
{
    [Theory]
    [InlineData("""{"id":"x","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4}}""", false, false)]
    [InlineData("""{"id":"x","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4}}""", true, true)]
    [InlineData("""{"id":"x","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"a"},"finish_reason":null}],"usage":null}""", false, true)]
    [InlineData("""{"id":"x","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4}}""", false, true)]
    [InlineData("[DONE]", false, true)]
    public void Frame_with_usage_alone_is_for_who_asked(string data, bool wantsUsage, bool isForClient)
    {
        var decoder = new OpenAiStreamDecoder(endsWithoutMark: false);
        var events = new List<ChatEvent>();
        decoder.Decode(Encoding.UTF8.GetBytes("""data: {"id":"x","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}""" + "\n\n"), events);
        decoder.Decode(Encoding.UTF8.GetBytes($"data: {data}\n\n"), events);

        Assert.Equal(isForClient, decoder.IsForClient(new ChatRequest { Model = "m", Messages = [], Format = WireFormat.OpenAiChat, WantsUsage = wantsUsage }));
    }
}
