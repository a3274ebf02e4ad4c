using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers.Bedrock;

/// <summary>Makes events of content blocks, streamed or whole. Belongs to one answer.</summary>
internal sealed class ConverseBlocks
{
    private int _calls;
    private int _answers;
    private bool _isCall;
    private bool _isAnswer;
    private bool _hasContent;
    private bool _hasArguments;

    /// <summary>Whether <see cref="JsonAnswerTool"/> was called and nothing else.</summary>
    public bool CalledOnlyAnswer => _answers > 0 && _calls == 0;

    /// <summary>A block begins: <c>contentBlockStart.start</c>.</summary>
    public void Start(JsonElement start, List<ChatEvent> events)
    {
        if (start.TryGetProperty("toolUse", out var call))
        {
            StartCall(call, events);
        }
    }

    /// <summary>More of a block: <c>contentBlockDelta.delta</c>.</summary>
    public void Delta(JsonElement delta, List<ChatEvent> events)
    {
        foreach (var member in delta.EnumerateObject())
        {
            switch (member.Name)
            {
                case "text":
                    Add(new TextDelta(member.Value.GetString() ?? ""), events);
                    break;
                case "toolUse":
                    Fragment(member.Value.GetProperty("input").GetString() ?? "", events);
                    break;
                case "reasoningContent":
                    Reasoning(member.Value, events);
                    break;
                case "citation":
                    Add(new ForeignDelta(Dialect.Bedrock, "citation", member.Value.Clone()), events);
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>The block is complete.</summary>
    public void End(List<ChatEvent> events)
    {
        if (_isCall && !_hasArguments)
        {
            // A call without arguments has no fragment; its arguments are still an object.
            Fragment("{}", events);
        }

        if (_hasContent)
        {
            events.Add(PartEnded.Instance);
        }

        (_isCall, _isAnswer, _hasContent, _hasArguments) = (false, false, false, false);
    }

    /// <summary>A block as a whole: an element of <c>output.message.content</c>.</summary>
    public void Whole(JsonElement block, List<ChatEvent> events)
    {
        foreach (var member in block.EnumerateObject())
        {
            switch (member.Name)
            {
                case "text":
                    Add(new TextDelta(member.Value.GetString() ?? ""), events);
                    break;
                case "toolUse":
                    StartCall(member.Value, events);
                    Fragment(member.Value.TryGetProperty("input", out var input) ? input.GetRawText() : "{}", events);
                    break;
                case "reasoningContent":
                    WholeReasoning(member.Value, events);
                    break;
                case "citationsContent":
                    WholeCitations(member.Value, events);
                    break;
                default:
                    Add(new ForeignDelta(Dialect.Bedrock, member.Name, member.Value.Clone()), events);
                    break;
            }
        }

        End(events);
    }

    private void StartCall(JsonElement call, List<ChatEvent> events)
    {
        string name = call.GetProperty("name").GetString() ?? "";
        _isCall = true;
        _isAnswer = name == JsonAnswerTool.Name;
        if (_isAnswer)
        {
            _answers++;
        }
        else
        {
            Add(new ToolCallStarted(_calls++, call.GetProperty("toolUseId").GetString() ?? "", name), events);
        }
    }

    private void Fragment(string json, List<ChatEvent> events)
    {
        if (json.Length == 0)
        {
            return;
        }

        if (!_isCall)
        {
            throw new JsonException("Arguments of a call that has not begun.");
        }

        _hasArguments = true;
        Add(_isAnswer ? new TextDelta(json) : new ToolCallDelta(_calls - 1, json), events);
    }

    private void Reasoning(JsonElement reasoning, List<ChatEvent> events)
    {
        if (reasoning.TryGetProperty("text", out var text) && text.GetString() is { Length: > 0 } thought)
        {
            Add(new ReasoningDelta(thought), events);
        }

        if (reasoning.TryGetProperty("signature", out var signature) && signature.GetString() is { Length: > 0 } proof)
        {
            Add(new ReasoningSealed { Origin = Dialect.Bedrock, Signature = proof }, events);
        }

        if (reasoning.TryGetProperty("redactedContent", out var redacted) && redacted.GetString() is { Length: > 0 } hidden)
        {
            Add(new ReasoningSealed { Origin = Dialect.Bedrock, Redacted = hidden }, events);
        }
    }

    private void WholeReasoning(JsonElement reasoning, List<ChatEvent> events)
        => Reasoning(reasoning.TryGetProperty("reasoningText", out var text) ? text : reasoning, events);

    private void WholeCitations(JsonElement cited, List<ChatEvent> events)
    {
        if (cited.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.Array)
        {
            foreach (var piece in content.EnumerateArray())
            {
                if (piece.TryGetProperty("text", out var text))
                {
                    Add(new TextDelta(text.GetString() ?? ""), events);
                }
            }
        }

        if (cited.TryGetProperty("citations", out var citations) && citations.ValueKind == JsonValueKind.Array)
        {
            foreach (var citation in citations.EnumerateArray())
            {
                Add(new ForeignDelta(Dialect.Bedrock, "citation", citation.Clone()), events);
            }
        }
    }

    private void Add(ChatEvent step, List<ChatEvent> events)
    {
        _hasContent = true;
        events.Add(step);
    }
}
