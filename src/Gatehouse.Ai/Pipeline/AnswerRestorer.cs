using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Compliance.Redaction;

namespace Gatehouse.Ai.Pipeline;

/// <summary>Puts values back into the events of one answer, whatever pieces they come in.</summary>
/// <param name="redactor">Knows the values.</param>
/// <param name="isJson">Whether the answer's text is JSON, because the client asked for that: values are escaped then.</param>
internal sealed class AnswerRestorer(Redactor redactor, bool isJson)
{
    private readonly Dictionary<(int Choice, int Kind), Restorer> _restorers = [];

    /// <summary>Replaces events by those the client shall see; what is held back comes before the event that ends its block.</summary>
    public void Restore(List<ChatEvent> events)
    {
        for (int i = 0; i < events.Count; i++)
        {
            switch (events[i])
            {
                case TextDelta text:
                    events[i] = text with { Text = Of(text.Choice, -1, isJson).Push(text.Text), Logprobs = default };
                    break;
                case RefusalDelta refusal:
                    events[i] = refusal with { Text = Of(refusal.Choice, -2, isJson: false).Push(refusal.Text) };
                    break;
                case ReasoningDelta reasoning:
                    events[i] = reasoning with { Text = Of(reasoning.Choice, -3, isJson: false).Push(reasoning.Text) };
                    break;
                case ToolCallDelta call:
                    events[i] = call with { Arguments = Of(call.Choice, call.Index, isJson: true).Push(call.Arguments) };
                    break;
                case PartEnded or AnswerFinished or AnswerEnded or AnswerFailed or ToolCallStarted:
                    i += Flush(events, i);
                    break;
            }
        }
    }

    private int Flush(List<ChatEvent> events, int at)
    {
        int added = 0;
        bool all = events[at] is AnswerEnded or AnswerFailed;
        foreach (var ((choice, kind), restorer) in _restorers)
        {
            if ((all || choice == events[at].Choice) && restorer.Flush() is { Length: > 0 } rest)
            {
                events.Insert(at + added++, kind switch
                {
                    -1 => new TextDelta(rest) { Choice = choice },
                    -2 => new RefusalDelta(rest) { Choice = choice },
                    -3 => new ReasoningDelta(rest) { Choice = choice },
                    _ => new ToolCallDelta(kind, rest) { Choice = choice },
                });
            }
        }

        return added;
    }

    private Restorer Of(int choice, int kind, bool isJson)
    {
        if (!_restorers.TryGetValue((choice, kind), out var restorer))
        {
            _restorers.Add((choice, kind), restorer = redactor.Restorer(isJson));
        }

        return restorer;
    }
}
