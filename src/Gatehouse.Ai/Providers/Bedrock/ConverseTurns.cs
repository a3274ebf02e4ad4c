using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers.Bedrock;

/// <summary>
/// A conversation as Converse wants it: instructions apart, user and assistant in turn, results of tools before anything else the user says,
/// no empty text. What is left out for another reason is noted.
/// </summary>
internal sealed class ConverseTurns
{
    private readonly EncodeNotes _notes;

    public ConverseTurns(ChatRequest request, EncodeNotes notes)
    {
        _notes = notes;
        for (int i = 0; i < request.Messages.Count; i++)
        {
            Add(request.Messages[i], $"messages[{i}]");
        }

        foreach (var turn in Turns.Where(t => t.Role == MessageRole.User))
        {
            var results = turn.Parts.Where(p => p.Part is ToolResultPart).ToList();
            turn.Parts.RemoveAll(p => p.Part is ToolResultPart);
            turn.Parts.InsertRange(0, results);
        }
    }

    /// <summary>Instructions.</summary>
    public List<(Part Part, string Field)> System { get; } = [];

    /// <summary>Who says what, in turn.</summary>
    public List<(MessageRole Role, List<(Part Part, string Field)> Parts)> Turns { get; } = [];

    /// <summary>Names of the tools that were called, once each, in order.</summary>
    public IEnumerable<string> CalledTools => Turns.SelectMany(t => t.Parts).Select(p => p.Part).OfType<ToolCallPart>().Select(c => c.Name).Distinct(StringComparer.Ordinal);

    /// <summary>Whether the conversation holds calls of tools or their results.</summary>
    public bool HasTools => Turns.Exists(t => t.Parts.Exists(p => p.Part is ToolCallPart or ToolResultPart));

    private void Add(Message message, string field)
    {
        if (message.Role == MessageRole.System && Turns.Count > 0)
        {
            _notes.Changed(field, "instructions are sent before the conversation");
        }

        if (message.Name is not null)
        {
            _notes.Changed($"{field}.name", "names of speakers are not sent");
        }

        for (int j = 0; j < message.Parts.Count; j++)
        {
            string partField = $"{field}.content[{j}]";
            if (!Keeps(message.Parts[j], partField))
            {
                continue;
            }

            if (message.Role == MessageRole.System)
            {
                System.Add((message.Parts[j], partField));
                continue;
            }

            if (Turns.Count == 0 || Turns[^1].Role != message.Role)
            {
                Turns.Add((message.Role, []));
            }

            Turns[^1].Parts.Add((message.Parts[j], partField));
        }
    }

    private bool Keeps(Part part, string field)
    {
        switch (part)
        {
            case TextPart text:
                return !string.IsNullOrWhiteSpace(text.Text);
            case RefusalPart refusal:
                return !string.IsNullOrWhiteSpace(refusal.Text);
            case ReasoningPart reasoning when reasoning.Origin != Dialect.Bedrock || (reasoning.Text.Length == 0 && reasoning.Signature is null && reasoning.Redacted is null):
                _notes.Changed(field, "thought of another vendor is not sent");
                return false;
            case ForeignPart foreign when foreign.Dialect != Dialect.Bedrock:
                _notes.Unsupported(field, "this kind of content is only known to the vendor it is made for");
                return false;
            default:
                return true;
        }
    }
}
