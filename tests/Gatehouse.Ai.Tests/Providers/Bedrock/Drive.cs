using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Providers;

namespace Gatehouse.Ai.Tests.Providers.Bedrock;

/// <summary>Drives a decoder of streams as the engine does.</summary>
internal static class Drive
{
    /// <summary>All events of a stream that comes in these pieces and ends.</summary>
    public static List<ChatEvent> Through(ChatStreamDecoder decoder, params IEnumerable<byte[]> pieces)
    {
        var events = new List<ChatEvent>();
        try
        {
            foreach (byte[] piece in pieces)
            {
                try
                {
                    decoder.Frames.Append(piece);
                }
                finally
                {
                    while (decoder.Frames.TryRead(out var frame))
                    {
                        decoder.Decode(frame, events);
                    }
                }
            }
        }
        catch (AiException broken)
        {
            events.Add(new AnswerFailed(broken.Error));
            return events;
        }

        decoder.Frames.End();
        decoder.Complete(events);
        return events;
    }
}
