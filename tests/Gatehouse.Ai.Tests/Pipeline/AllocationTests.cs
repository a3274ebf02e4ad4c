using System.Text;
using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Configuration;
using Gatehouse.Ai.Pipeline;
using Gatehouse.Ai.Tests.Selection;
using Xunit;

namespace Gatehouse.Ai.Tests.Pipeline;

/// <summary>What the road may allocate where much passes: a frame of a stream, and the walk over a request that nobody scans.</summary>
public class AllocationTests
{
    // The event and its text: 24 B and 22 + 2 B for each character, with what the runtime adds.
    private const int MostBytesPerFrame = 120;

    private const int Rounds = 10_000;

    [Fact]
    public void Frame_that_passes_through_allocates_its_event_and_text_only()
    {
        byte[] frame = Encoding.UTF8.GetBytes("""data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":" token"},"finish_reason":null}]}""" + "\n\n");
        var deployment = Samples.Deployment("d", TimeProvider.System);
        var model = Calls.Model("m", deployment);
        using var attempt = new LiveAttempt(Calls.Call(model), deployment, new RecordingBook.Account(new RecordingBook(), "d"), 0, TimeProvider.System)
        {
            IsPassed = true,
            Answer = new RepeatedAnswer(frame),
            Decoder = deployment.Provider.Api.CreateStreamDecoder(deployment.Vendor),
        };
        var request = new ChatRequest { Model = "m", Messages = [], Format = WireFormat.OpenAiChat, IsStream = true };
        Read(attempt, request);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Read(attempt, request);
        double perFrame = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Rounds;

        Assert.True(perFrame <= MostBytesPerFrame, $"{perFrame:F1} B per frame");
        Assert.Equal(2L * Rounds * " token".Length, attempt.Meter.OutputCharacters);
    }

    [Fact]
    public void Request_that_nobody_scans_is_counted_as_one_that_is_scanned_and_not_put_together_anew()
    {
        var schema = JsonElement.Parse("""{"type":"object","description":"größer als 5 €"}"""u8);
        var request = new ChatRequest
        {
            Model = "m",
            Messages = [new Message(MessageRole.System, [new TextPart("kurz")]), new Message(MessageRole.User, [new TextPart("Grüße, 世界")]) { Name = "n" }],
            Format = WireFormat.None,
            Tools = [new Tool("t") { Description = "does", Parameters = schema }],
            LogitBias = JsonElement.Parse("""{"50256":-100}"""u8),
            Metadata = [KeyValuePair.Create("k", "v")],
        };
        var policy = OpenPolicy.Create(TimeProvider.System);
        using var scan = policy.Scanner.Begin();
        using var other = policy.Scanner.Begin();
        ScanVisitor counting = new(scan, detects: false), scanning = new(other, detects: true);

        Assert.Same(request, RequestTexts.Visit(request, counting));
        Assert.Same(request, RequestTexts.Visit(request, scanning));
        Assert.Equal((scanning.Characters, scanning.NonAscii), (counting.Characters, counting.NonAscii));
        Assert.Equal((0, 9), (scan.Fields, other.Fields));
    }

    private static void Read(LiveAttempt attempt, ChatRequest request)
    {
        for (int i = 0; i < Rounds; i++)
        {
            var read = AnswerReader.ReadStreamAsync(attempt, request);
            Assert.True(read.IsCompletedSuccessfully && read.Result);
            attempt.Events.Clear();
            attempt.Raw.ResetWrittenCount();
        }
    }
}
