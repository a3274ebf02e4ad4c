using System.Globalization;
using System.Text;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers.OpenAi;

/// <content>The conversation: one message each, but results of tools are messages of their own, before what else the user says.</content>
internal sealed partial class OpenAiRequestWriter
{
    // What was in results of tools and is not text, until the last result of the turn is written.
    private readonly List<Part> _held = [];

    private void WriteMessages()
    {
        _json.WriteStartArray("messages"u8);
        for (int i = 0; i < _request.Messages.Count; i++)
        {
            var message = _request.Messages[i];
            switch (message.Role)
            {
                case MessageRole.System:
                    // Templates of open models know system only.
                    WriteMessage(message.IsDeveloper && IsGenuine ? "developer"u8 : "system"u8, message, message.Parts, i);
                    break;
                case MessageRole.Assistant:
                    WriteAssistant(message, i);
                    break;
                default:
                    WriteUser(message, i);
                    break;
            }
        }

        _json.WriteEndArray();
    }

    private void WriteUser(Message message, int index)
    {
        if (message.Parts is [ForeignPart { Kind: "message", Dialect: Dialect.OpenAi } whole])
        {
            // A role that only OpenAI had (function).
            if (IsSameFormat)
            {
                whole.Value.WriteTo(_json);
            }
            else
            {
                _notes.Unsupported($"messages[{index}]", "the vendor has no such message");
            }

            return;
        }

        var rest = _held;
        foreach (var part in message.Parts)
        {
            if (part is ToolResultPart result)
            {
                WriteResult(result, index, rest, isAll: message.Parts.Count == 1);
            }
            else
            {
                rest.Add(part);
            }
        }

        // Between the results of one turn nothing may stand.
        bool moreResultsFollow = index + 1 < _request.Messages.Count && _request.Messages[index + 1] is { Role: MessageRole.User, Parts: [ToolResultPart, ..] };
        if (message.Parts.Count == 0 || (rest.Count > 0 && !moreResultsFollow))
        {
            WriteMessage("user"u8, message, rest, index);
            rest.Clear();
        }
    }

    /// <summary>A result; what is not text goes to the user's message behind it.</summary>
    private void WriteResult(ToolResultPart result, int index, List<Part> rest, bool isAll)
    {
        var text = new List<Part>(result.Content.Count);
        foreach (var part in result.Content)
        {
            if (part is TextPart)
            {
                text.Add(part);
            }
            else
            {
                rest.Add(part);
            }
        }

        if (text.Count < result.Content.Count)
        {
            _notes.Changed($"messages[{index}].content", "what is not text in a tool's result follows in a message of the user");
        }

        if (result.IsError)
        {
            _notes.Changed($"messages[{index}].content", "the vendor has no mark for a tool that failed");
        }

        _json.WriteStartObject();
        _json.WriteString("role"u8, "tool"u8);
        _json.WriteString("tool_call_id"u8, result.CallId);
        WriteContent(text, index);
        WriteForeignOf(index, isAll);
        _json.WriteEndObject();
    }

    private void WriteMessage(ReadOnlySpan<byte> role, Message message, IReadOnlyList<Part> parts, int index)
    {
        _json.WriteStartObject();
        _json.WriteString("role"u8, role);
        Write("name"u8, message.Name);
        WriteContent(parts, index);
        WriteForeignOf(index);
        _json.WriteEndObject();
    }

    private void WriteAssistant(Message message, int index)
    {
        _json.WriteStartObject();
        _json.WriteString("role"u8, "assistant"u8);
        Write("name"u8, message.Name);
        WriteThought(message, index);
        var said = message.Parts.Where(p => p is not (ReasoningPart or ToolCallPart or RefusalPart or ForeignPart { Kind: "tool_calls" })).ToArray();
        var refusal = string.Concat(message.Parts.OfType<RefusalPart>().Select(r => r.Text));
        var calls = message.Parts.Where(p => p is ToolCallPart or ForeignPart { Kind: "tool_calls" }).ToArray();
        // A message of this format without parts has what it says in a foreign field (function_call, audio).
        if (said.Length == 0 && (calls.Length > 0 || refusal.Length > 0 || (IsSameFormat && message.Parts.Count == 0)))
        {
            _json.WriteNull("content"u8);
        }
        else
        {
            WriteContent(said, index);
        }

        Write("refusal"u8, refusal.Length == 0 ? null : refusal);
        if (calls.Length > 0)
        {
            WriteCalls(calls, index);
        }

        WriteForeignOf(index);
        _json.WriteEndObject();
    }

    private void WriteCalls(Part[] calls, int index)
    {
        _json.WriteStartArray("tool_calls"u8);
        foreach (var part in calls)
        {
            if (part is not ToolCallPart call)
            {
                WritePart(part, index);
                continue;
            }

            _json.WriteStartObject();
            _json.WriteString("id"u8, call.Id);
            _json.WriteString("type"u8, "function"u8);
            _json.WriteStartObject("function"u8);
            _json.WriteString("name"u8, call.Name);
            _json.WriteString("arguments"u8, call.Arguments.Length == 0 ? "{}" : call.Arguments);
            _json.WriteEndObject();
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    /// <summary>OpenAI takes no thought back here; compatible endpoints take the text, and what they minted themselves.</summary>
    private void WriteThought(Message message, int index)
    {
        var thoughts = message.Parts.OfType<ReasoningPart>().ToArray();
        if (thoughts.Length == 0)
        {
            return;
        }

        if (IsGenuine)
        {
            _notes.Changed($"messages[{index}].reasoning", "the vendor takes no thought back");
            return;
        }

        var text = string.Concat(thoughts.Select(t => t.Text));
        if (text.Length > 0)
        {
            _json.WriteString("reasoning_content"u8, text);
        }

        var proofs = thoughts.Where(t => t is { Origin: Dialect.OpenAi } and not { Signature: null, Redacted: null }).ToArray();
        if (proofs.Length == 0)
        {
            return;
        }

        _json.WriteStartArray("reasoning_details"u8);
        foreach (var proof in proofs)
        {
            _json.WriteStartObject();
            _json.WriteString("type"u8, proof.Redacted is null ? "reasoning.text"u8 : "reasoning.encrypted"u8);
            Write("text"u8, proof.Text.Length == 0 ? null : proof.Text);
            Write("signature"u8, proof.Signature);
            Write("data"u8, proof.Redacted);
            Write("id"u8, proof.Id);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    /// <summary>A string where that says it all: some compatible endpoints know nothing else.</summary>
    private void WriteContent(IReadOnlyList<Part> parts, int index)
    {
        if (parts.Count == 0)
        {
            _json.WriteString("content"u8, "");
        }
        else if (parts is [TextPart { Cache: CacheMark.None } only])
        {
            _json.WriteString("content"u8, only.Text);
        }
        else
        {
            _json.WriteStartArray("content"u8);
            foreach (var part in parts)
            {
                WritePart(part, index);
            }

            _json.WriteEndArray();
        }
    }

    private void WriteForeignOf(int index, bool isMain = true)
    {
        if (!IsSameFormat || !isMain)
        {
            return;
        }

        foreach (var field in _request.Foreign)
        {
            if (IsOfMessage(field.Path, out int owner, out var name) && owner == index)
            {
                _json.WritePropertyName(name);
                field.Value.WriteTo(_json);
            }
        }
    }

    /// <summary>Whether the path is <c>messages[i].name</c>.</summary>
    private static bool IsOfMessage(string path, out int index, out ReadOnlySpan<char> name)
    {
        index = 0;
        name = default;
        const string Prefix = "messages[";
        int end = path.IndexOf(']', StringComparison.Ordinal);
        if (end < 0 || !path.StartsWith(Prefix, StringComparison.Ordinal) || !int.TryParse(path.AsSpan(Prefix.Length, end - Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out index))
        {
            return false;
        }

        name = path.AsSpan(end + 1);
        name = name.StartsWith(".") ? name[1..] : default;
        return name.Length > 0 && name.IndexOfAny('.', '[') < 0;
    }
}
