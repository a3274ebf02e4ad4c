using System.Text;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers.Anthropic;

/// <summary>The content block that is open. Text, thought and calls are told as they come; a block that only this vendor has, whole at its end.</summary>
internal sealed class AnthropicBlockState(Dialect minted)
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 128 };

    private bool _isOpen;
    private bool _isCall;
    private int _calls;

    // A call's input is either in its start or in fragments behind it.
    private string? _input;
    private bool _hasFragment;

    private JsonElement _foreign;
    private string? _foreignKind;
    private StringBuilder? _foreignInput;

    /// <summary>Begins a block.</summary>
    public void Start(ReadOnlySpan<byte> block, List<ChatEvent> events)
    {
        Stop(events);
        _isOpen = true;
        var whole = JsonElement.Parse(block, new JsonDocumentOptions { MaxDepth = 128 });
        switch (Member(whole, "type"))
        {
            case "text":
                if (Member(whole, "text") is { Length: > 0 } text)
                {
                    events.Add(new TextDelta(text));
                }

                break;
            case "thinking":
                StartThought(whole, events);
                break;
            case "redacted_thinking":
                events.Add(new ReasoningSealed { Redacted = Member(whole, "data") ?? "", Origin = minted });
                break;
            case "tool_use":
                _isCall = true;
                _hasFragment = false;
                _input = whole.TryGetProperty("input"u8, out var input) && input.ValueKind == JsonValueKind.Object && input.GetPropertyCount() > 0 ? input.GetRawText() : null;
                events.Add(new ToolCallStarted(_calls, Member(whole, "id") ?? "", Member(whole, "name") ?? ""));
                break;
            case { } kind:
                _foreign = whole;
                _foreignKind = kind;
                break;
        }
    }

    /// <summary>More of the block.</summary>
    public void Delta(ReadOnlySpan<byte> delta, List<ChatEvent> events)
    {
        var reader = new Utf8JsonReader(delta, Options);
        var kind = default(DeltaKind);
        string? value = null;
        ReadOnlySpan<byte> citation = default;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                kind = KindOf(ref reader);
            }
            else if (reader.ValueTextEquals("citation"u8))
            {
                reader.Read();
                int start = (int)reader.TokenStartIndex;
                reader.Skip();
                citation = delta[start..(int)reader.BytesConsumed];
            }
            else if (reader.ValueTextEquals("text"u8) || reader.ValueTextEquals("partial_json"u8) || reader.ValueTextEquals("thinking"u8) || reader.ValueTextEquals("signature"u8))
            {
                reader.Read();
                value = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                reader.Skip();
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        Tell(kind, value, citation, events);
    }

    /// <summary>Ends the block; nothing where none is open.</summary>
    public void Stop(List<ChatEvent> events)
    {
        if (!_isOpen)
        {
            return;
        }

        _isOpen = false;
        if (_isCall)
        {
            if (!_hasFragment)
            {
                // A tool without arguments may send no fragment at all; others expect an object.
                events.Add(new ToolCallDelta(_calls, _input ?? "{}"));
            }

            _isCall = false;
            _calls++;
        }

        if (_foreignKind is { } kind)
        {
            events.Add(new ForeignDelta(Dialect.Anthropic, kind, WithInput()));
            _foreignKind = null;
            _foreignInput = null;
            _foreign = default;
        }

        events.Add(PartEnded.Instance);
    }

    private void Tell(DeltaKind kind, string? value, ReadOnlySpan<byte> citation, List<ChatEvent> events)
    {
        switch (kind)
        {
            case DeltaKind.Text when value is { Length: > 0 }:
                events.Add(new TextDelta(value));
                break;
            case DeltaKind.Thinking when value is { Length: > 0 }:
                events.Add(new ReasoningDelta(value));
                break;
            case DeltaKind.Signature when value is { Length: > 0 }:
                events.Add(new ReasoningSealed { Signature = value, Origin = minted });
                break;
            case DeltaKind.Json when value is { Length: > 0 }:
                if (_isCall)
                {
                    _hasFragment = true;
                    events.Add(new ToolCallDelta(_calls, value));
                }
                else
                {
                    (_foreignInput ??= new StringBuilder()).Append(value);
                }

                break;
            case DeltaKind.Citation when !citation.IsEmpty:
                events.Add(new ForeignDelta(Dialect.Anthropic, "citations_delta", JsonElement.Parse(citation)));
                break;
        }
    }

    private void StartThought(JsonElement block, List<ChatEvent> events)
    {
        if (Member(block, "thinking") is { Length: > 0 } thought)
        {
            events.Add(new ReasoningDelta(thought));
        }

        if (Member(block, "signature") is { Length: > 0 } signature)
        {
            events.Add(new ReasoningSealed { Signature = signature, Origin = minted });
        }
    }

    /// <summary>The foreign block with the input that came in fragments, where that is JSON.</summary>
    private JsonElement WithInput()
    {
        if (_foreignInput is null)
        {
            return _foreign;
        }

        var text = new StringBuilder("{");
        foreach (var member in _foreign.EnumerateObject())
        {
            if (!member.NameEquals("input"u8))
            {
                text.Append(text.Length > 1 ? "," : "").Append('"').Append(JsonEncodedText.Encode(member.Name)).Append("\":").Append(member.Value.GetRawText());
            }
        }

        return JsonElement.Parse(text.Append(text.Length > 1 ? "," : "").Append("\"input\":").Append(_foreignInput).Append('}').ToString());
    }

    private static string? Member(JsonElement block, string name)
        => block.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DeltaKind KindOf(ref Utf8JsonReader reader) => reader.TokenType != JsonTokenType.String ? DeltaKind.Unknown
        : reader.ValueTextEquals("text_delta"u8) ? DeltaKind.Text
        : reader.ValueTextEquals("input_json_delta"u8) ? DeltaKind.Json
        : reader.ValueTextEquals("thinking_delta"u8) ? DeltaKind.Thinking
        : reader.ValueTextEquals("signature_delta"u8) ? DeltaKind.Signature
        : reader.ValueTextEquals("citations_delta"u8) ? DeltaKind.Citation
        : DeltaKind.Unknown;

    private enum DeltaKind
    {
        Unknown,
        Text,
        Json,
        Thinking,
        Signature,
        Citation,
    }
}
