using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Pipeline;

/// <summary>Observes the events of one attempt: usage, first content, how it ended.</summary>
internal sealed class AttemptMeter
{
    private TokenUsage _usage;

    /// <summary>What the vendor counted so far.</summary>
    public ref readonly TokenUsage Usage => ref _usage;

    /// <summary>Characters of text, thought and arguments that came.</summary>
    public long OutputCharacters { get; private set; }

    /// <summary>The model that answers, in the vendor's words; null = not said.</summary>
    public string? Model { get; private set; }

    /// <summary>Events with content so far.</summary>
    public int ContentSteps { get; private set; }

    /// <summary>Whether something came that the client would see.</summary>
    public bool HasContent { get; private set; }

    /// <summary>Whether an answer was complete, by its finish reason.</summary>
    public bool IsFinished { get; private set; }

    /// <summary>Whether the vendor's terminator came.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>The vendor's failure; null = none.</summary>
    public AiError? Error { get; private set; }

    public string? ServiceTier { get; private set; }

    /// <summary>Looks at an event.</summary>
    public void Observe(ChatEvent step)
    {
        HasContent |= step.IsContent;
        ContentSteps += step.IsContent ? 1 : 0;
        switch (step)
        {
            case AnswerStarted started:
                Model = started.Model ?? Model;
                ServiceTier = started.ServiceTier ?? ServiceTier;
                break;
            case TextDelta text:
                OutputCharacters += text.Text.Length;
                break;
            case ReasoningDelta reasoning:
                OutputCharacters += reasoning.Text.Length;
                break;
            case RefusalDelta refusal:
                OutputCharacters += refusal.Text.Length;
                break;
            case ToolCallDelta call:
                OutputCharacters += call.Arguments.Length;
                break;
            case UsageReported report:
                // Counts that cannot be are no counts: they would empty a budget, or fill it again.
                _usage = report.Usage.IsPlausible ? _usage.MergedWith(report.Usage) : _usage;
                break;
            case AnswerFinished:
                IsFinished = true;
                break;
            case AnswerEnded:
                IsEnded = true;
                break;
            case AnswerFailed failed:
                Error = failed.Error;
                break;
        }
    }
}
