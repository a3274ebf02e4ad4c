using System.Text;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Providers.OpenAi;
using Gatehouse.Ai.Tests.Cases;
using Gatehouse.Ai.Tests.Cases.OpenAi;
using Xunit;

namespace Gatehouse.Ai.Tests.Providers.OpenAi;

public class OpenAiStreamDecoderTests
{
    private static readonly CaseFolder Folder = new("OpenAi/streams", ".sse");

    public static TheoryData<string> Names => Folder.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Stream_becomes_the_expected_events_and_client_bytes(string name) => Folder.AssertExpected(name, Rendered(name, [Folder.Read(name)]));

    [Theory]
    [MemberData(nameof(Names))]
    public void Stream_split_at_every_byte_becomes_the_same(string name)
    {
        var bytes = Folder.Read(name);
        var whole = Rendered(name, [bytes]);

        Assert.Equal(whole, Rendered(name, bytes.Chunk(1).Select(b => (ReadOnlyMemory<byte>)b)));
        for (int at = 0; at < bytes.Length; at++)
        {
            Assert.Equal(whole, Rendered(name, [bytes.AsMemory(0, at), bytes.AsMemory(at)]));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Stream_ends_once_and_says_how(string name)
    {
        var events = Decode(name, [Folder.Read(name)]);

        Assert.Single(events, e => e is AnswerEnded or AnswerFailed);
        Assert.True(events[^1] is AnswerEnded or AnswerFailed);
        Assert.True(events is [AnswerStarted, ..] or [AnswerFailed]);
        Assert.Equal(events[^1] is AnswerEnded, events.Exists(e => e is AnswerFinished));
    }

    [Fact]
    public void Ordinary_frame_allocates_its_event_and_text_only()
    {
        var frame = Encoding.UTF8.GetBytes("""
            data: {"id":"chatcmpl-Bx7Q","object":"chat.completion.chunk","created":1760000000,"model":"gpt-4o-mini-2024-07-18","service_tier":"default","system_fingerprint":"fp_44","choices":[{"index":0,"delta":{"content":" Hello"},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"aB3xZ9"}


            """.ReplaceLineEndings("\n"));
        var decoder = new OpenAiStreamDecoder(endsWithoutMark: false);
        var events = new List<ChatEvent>(16);
        for (int i = 0; i < 100; i++)
        {
            Step(decoder, frame, events);
        }

        const int Frames = 10_000;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Frames; i++)
        {
            Step(decoder, frame, events);
        }

        // The event has 56 bytes, its text of six letters 40.
        long perFrame = (GC.GetAllocatedBytesForCurrentThread() - before) / Frames;
        Assert.InRange(perFrame, 1, 104);
    }

    private static void Step(OpenAiStreamDecoder decoder, byte[] frame, List<ChatEvent> events)
    {
        events.Clear();
        decoder.Frames.Append(frame);
        while (decoder.Frames.TryRead(out var read))
        {
            decoder.Decode(read, events);
        }

        Assert.Equal(" Hello", ((TextDelta)events[^1]).Text);
    }

    private static List<ChatEvent> Decode(string name, IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        var kind = OpenAiClient.KindOf(name);
        return StreamReading.Decode(new OpenAiProvider(kind).CreateStreamDecoder(OpenAiClient.Model(kind)), pieces);
    }

    private static string Rendered(string name, IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        var events = Decode(name, pieces);
        return $"# Events\n{EventText.Of(events)}\n# Chat completions\n{OpenAiClient.ChatStream(events)}\n# Responses\n{OpenAiClient.ResponsesStream(events)}";
    }
}
