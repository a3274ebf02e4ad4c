using System.Text;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Providers.Anthropic;
using Gatehouse.Ai.Providers.Ollama;
using Xunit;

namespace Gatehouse.Ai.Tests.Providers;

public class StreamAllocationTests
{
    [Theory]
    [InlineData("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\" token\"}}\n\n", true, 128)]
    // A line repeats the model and the time.
    [InlineData("{\"model\":\"llama3\",\"created_at\":\"2025-06-15T15:06:40.123456Z\",\"message\":{\"role\":\"assistant\",\"content\":\" token\"},\"done\":false}\n", false, 280)]
    public void Ordinary_delta_allocates_its_event_and_its_text(string frame, bool isAnthropic, int most)
    {
        const int Count = 2000;
        byte[] bytes = Encoding.UTF8.GetBytes(frame);
        ChatStreamDecoder decoder = isAnthropic ? new AnthropicStreamDecoder() : new OllamaStreamDecoder();
        var events = new List<ChatEvent>();
        Run(decoder, bytes, events, Count);

        long before = GC.GetAllocatedBytesForCurrentThread();
        int deltas = Run(decoder, bytes, events, Count);

        Assert.Equal(Count, deltas);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / Count, 0, most);
    }

    private static int Run(ChatStreamDecoder decoder, byte[] frame, List<ChatEvent> events, int count)
    {
        int deltas = 0;
        for (int i = 0; i < count; i++)
        {
            decoder.Frames.Append(frame);
            while (decoder.Frames.TryRead(out var whole))
            {
                decoder.Decode(whole, events);
                deltas += events.Count(e => e is TextDelta);
                events.Clear();
            }
        }

        return deltas;
    }
}
