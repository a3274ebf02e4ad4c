using System.Text.Json;

namespace Gatehouse.Ai.Canonical;

/// <summary>Tells a whole answer as events again, so that an answer that was kept can be sent as a stream.</summary>
internal static class AnswerReplay
{
    /// <summary>The events, from <see cref="AnswerStarted"/> to <see cref="AnswerEnded"/>; collected again they make the same answer.</summary>
    public static IEnumerable<ChatEvent> Events(ChatAnswer answer)
    {
        yield return new AnswerStarted
        {
            Id = answer.Id,
            Model = answer.Model,
            Created = answer.Created,
            Fingerprint = answer.Fingerprint,
            ServiceTier = answer.ServiceTier,
        };
        foreach (var step in answer.Choices.SelectMany(Events))
        {
            yield return step;
        }

        if (!answer.Usage.IsEmpty)
        {
            yield return new UsageReported(answer.Usage);
        }

        yield return AnswerEnded.Instance;
    }

    private static IEnumerable<ChatEvent> Events(ChatChoice choice)
    {
        int call = 0;
        var logprobs = Logprobs(choice);
        foreach (var part in choice.Parts)
        {
            foreach (var step in Events(part, call, logprobs))
            {
                yield return step with { Choice = choice.Index };
            }

            call += part is ToolCallPart ? 1 : 0;
            logprobs = part is TextPart ? default : logprobs;
            yield return choice.Index == 0 ? PartEnded.Instance : PartEnded.Instance with { Choice = choice.Index };
        }

        yield return new AnswerFinished(choice.Reason) { StopSequence = choice.StopSequence, Choice = choice.Index };
    }

    private static IEnumerable<ChatEvent> Events(Part part, int call, JsonElement logprobs)
    {
        switch (part)
        {
            case TextPart text:
                yield return new TextDelta(text.Text) { Logprobs = logprobs };
                break;
            case RefusalPart refusal:
                yield return new RefusalDelta(refusal.Text);
                break;
            case ReasoningPart reasoning:
                if (reasoning.Text.Length > 0)
                {
                    yield return new ReasoningDelta(reasoning.Text);
                }

                if (reasoning is { Origin: { } origin } and not { Signature: null, Redacted: null, Id: null })
                {
                    yield return new ReasoningSealed { Signature = reasoning.Signature, Redacted = reasoning.Redacted, Origin = origin, Id = reasoning.Id };
                }

                break;
            case ToolCallPart tool:
                yield return new ToolCallStarted(call, tool.Id, tool.Name);
                if (tool.Arguments.Length > 0)
                {
                    yield return new ToolCallDelta(call, tool.Arguments);
                }

                break;
            case ForeignPart foreign:
                yield return new ForeignDelta(foreign.Dialect, foreign.Kind, foreign.Value);
                break;
            default:
                throw new ArgumentException($"No part of an answer: {part.GetType().Name}.", nameof(part));
        }
    }

    /// <summary>All of them go with the first text: which token belongs to which text is not kept.</summary>
    private static JsonElement Logprobs(ChatChoice choice)
        => choice.Logprobs.Count == 0 ? default : JsonElement.Parse($"[{string.Join(',', choice.Logprobs.Select(l => l.GetRawText()))}]");
}
