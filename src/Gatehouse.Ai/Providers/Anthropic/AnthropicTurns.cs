using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers.Anthropic;

/// <summary>The conversation in turns: neighbours of one role joined, instructions apart, results of tools before everything else a user says.</summary>
internal sealed record AnthropicTurns(IReadOnlyList<Part> System, IReadOnlyList<(MessageRole Role, IReadOnlyList<Part> Parts)> Turns)
{
    public static AnthropicTurns Of(ChatRequest request, EncodeNotes notes)
    {
        var system = new List<Part>();
        var turns = new List<(MessageRole Role, IReadOnlyList<Part> Parts)>();
        for (int i = 0; i < request.Messages.Count; i++)
        {
            var message = request.Messages[i];
            if (message.Name is not null)
            {
                notes.Changed($"messages[{i}].name", "left out, the provider knows no names of speakers");
            }

            if (message.Role == MessageRole.System)
            {
                if (turns.Count > 0)
                {
                    notes.Changed($"messages[{i}]", "instructions were moved to the beginning, the provider has no other place");
                }

                system.AddRange(message.Parts);
            }
            else if (turns.Count > 0 && turns[^1].Role == message.Role)
            {
                turns[^1] = (message.Role, [.. turns[^1].Parts, .. message.Parts]);
            }
            else
            {
                turns.Add((message.Role, message.Parts));
            }
        }

        for (int i = 0; i < turns.Count; i++)
        {
            if (turns[i].Role == MessageRole.User && turns[i].Parts.Any(p => p is ToolResultPart))
            {
                turns[i] = (MessageRole.User, [.. turns[i].Parts.Where(p => p is ToolResultPart), .. turns[i].Parts.Where(p => p is not ToolResultPart)]);
            }
        }

        return new AnthropicTurns(system, turns);
    }

    /// <summary>
    /// Whether the conversation is between a tool call and its answer and the proof of the thought before the call is missing: a model that thinks by
    /// budget refuses that.
    /// </summary>
    public static bool IsInLoopWithoutThought(ChatRequest request, Dialect minted)
    {
        for (int i = request.Messages.Count - 1; i >= 0; i--)
        {
            var message = request.Messages[i];
            if (message.Role == MessageRole.Assistant)
            {
                return message.Parts.Any(p => p is ToolCallPart) && !message.Parts.Any(p => p is ReasoningPart { Origin: { } origin } && origin == minted);
            }

            if (message.Role == MessageRole.User && !message.Parts.Any(p => p is ToolResultPart))
            {
                return false;
            }
        }

        return false;
    }
}
