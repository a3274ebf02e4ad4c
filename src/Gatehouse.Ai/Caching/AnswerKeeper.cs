using System.Runtime.InteropServices;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Caching;

/// <summary>Collects an answer while it passes, as long as it is small enough to be kept. Belongs to one attempt.</summary>
internal sealed class AnswerKeeper(int maxBytes)
{
    /// <summary>About what an event takes in memory beside its text.</summary>
    private const int EventBytes = 16;

    private AnswerCollector? _collector = new();
    private long _seen;

    /// <summary>Takes the next events.</summary>
    public void Add(IEnumerable<ChatEvent> events)
    {
        foreach (var step in events)
        {
            _seen += EventBytes + SizeOf(step);
            if (_seen > maxBytes)
            {
                _collector = null;
            }

            _collector?.Add(step);
        }
    }

    /// <summary>The answer; null when it was too large or is not whole.</summary>
    public ChatAnswer? Complete()
    {
        try
        {
            return _collector?.Complete();
        }
        catch (AiException)
        {
            return null;
        }
    }

    private static long SizeOf(ChatEvent step) => step switch
    {
        TextDelta text => text.Text.Length + SizeOf(text.Logprobs),
        ReasoningDelta reasoning => reasoning.Text.Length,
        RefusalDelta refusal => refusal.Text.Length,
        ToolCallStarted call => call.Id.Length + call.Name.Length,
        ToolCallDelta call => call.Arguments.Length,
        ReasoningSealed proof => (proof.Signature?.Length ?? 0) + (proof.Redacted?.Length ?? 0),
        ForeignDelta foreign => SizeOf(foreign.Value),
        _ => 0,
    };

    private static long SizeOf(JsonElement value) => value.ValueKind == JsonValueKind.Undefined ? 0 : JsonMarshal.GetRawUtf8Value(value).Length;
}
