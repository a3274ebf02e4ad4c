using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers.OpenAi;

/// <summary>One answer while it comes: which part is open, which calls there are, why it ended.</summary>
internal sealed class OpenAiChoice
{
    private readonly int _index;
    private OpenAiPart _open;
    private bool _isTold;

    public OpenAiChoice(int index, Func<string> seed)
    {
        _index = index;
        Calls = new OpenAiToolCalls(index, seed);
    }

    public OpenAiToolCalls Calls { get; }

    /// <summary>Null until the vendor says it; the last one said counts.</summary>
    public FinishReason? Reason { get; set; }

    /// <summary>Closes the open part unless it is of that kind. A call is always a part of its own.</summary>
    public void Begin(OpenAiPart part, List<ChatEvent> events)
    {
        if (_open == part && part != OpenAiPart.ToolCall)
        {
            return;
        }

        Close(events);
        _open = part;
    }

    /// <summary>Closes the open part.</summary>
    public void Close(List<ChatEvent> events)
    {
        if (_open != OpenAiPart.None)
        {
            events.Add(_index == 0 ? PartEnded.Instance : PartEnded.Instance with { Choice = _index });
            _open = OpenAiPart.None;
        }
    }

    /// <summary>Tells, once, that the answer is complete.</summary>
    public void Finish(List<ChatEvent> events)
    {
        if (_isTold)
        {
            return;
        }

        _isTold = true;
        Calls.Complete(this, events);
        Close(events);
        // A forced call ends with "stop" at OpenAI, any call does at some others; what the client must do next is the same.
        var reason = Reason is FinishReason.Stop or null && Calls.Count > 0 ? FinishReason.ToolCalls : Reason ?? FinishReason.Stop;
        events.Add(new AnswerFinished(reason) { Choice = _index });
    }
}
