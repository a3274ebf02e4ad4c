using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Protocols.Aws.EventStream;

namespace Gatehouse.Ai.Surfaces.Bedrock;

/// <summary>
/// Writes ConverseStream: messageStart, blocks (a start for calls only), messageStop, metadata; a failure is an exception event. Of several answers
/// the first is written. There is nothing to keep an idle stream alive with: the format has no comments.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The writer holds no more than the memory it writes to.")]
internal sealed class ConverseStreamWriter(ChatRequest request, AnswerContext context) : AnswerStreamWriter
{
    private static readonly EventStreamHeaderBlock MessageStart = EventStreamHeaderBlock.OfEvent("messageStart");
    private static readonly EventStreamHeaderBlock BlockStart = EventStreamHeaderBlock.OfEvent("contentBlockStart");
    private static readonly EventStreamHeaderBlock BlockDelta = EventStreamHeaderBlock.OfEvent("contentBlockDelta");
    private static readonly EventStreamHeaderBlock BlockStop = EventStreamHeaderBlock.OfEvent("contentBlockStop");
    private static readonly EventStreamHeaderBlock MessageStop = EventStreamHeaderBlock.OfEvent("messageStop");
    private static readonly EventStreamHeaderBlock Metadata = EventStreamHeaderBlock.OfEvent("metadata");

    private readonly ArrayBufferWriter<byte> _payload = new(256);
    private readonly Utf8JsonWriter _json = new(Stream.Null, ConverseWords.Plain);
    private Kind _open;
    private int _block = -1;
    private bool _hasStarted;
    private bool _isOver;

    private enum Kind
    {
        None,
        Text,
        Reasoning,
        Call,
    }

    /// <inheritdoc/>
    public override void Write(ChatEvent step, in TokenUsage usage, IBufferWriter<byte> output)
    {
        if (_isOver || step.Choice != 0)
        {
            return;
        }

        switch (step)
        {
            case AnswerStarted:
                Start(output);
                break;
            case TextDelta { Text: { Length: > 0 } text }:
                WriteText(text, output);
                break;
            case RefusalDelta { Text: { Length: > 0 } text }:
                WriteText(text, output);
                break;
            case ReasoningDelta { Text: { Length: > 0 } thought }:
                WriteReasoning("text", thought, output);
                break;
            case ReasoningSealed proof:
                WriteProof(proof, output);
                break;
            case ToolCallStarted call:
                StartCall(call, output);
                break;
            case ToolCallDelta { Arguments: { Length: > 0 } fragment }:
                WriteFragment(fragment, output);
                break;
            case ForeignDelta { Dialect: Dialect.Bedrock, Kind: "citation" } citation:
                WriteCitation(citation.Value, output);
                break;
            case PartEnded:
                Close(output);
                break;
            case AnswerFinished finished:
                Finish(finished, output);
                break;
            case AnswerEnded:
                Begin();
                ConverseWords.WriteUsage(_json, usage, context);
                Send(Metadata, output);
                _isOver = true;
                break;
            case AnswerFailed failed:
                var (block, message) = BedrockErrorWriter.EventOf(failed.Error);
                Begin();
                _json.WriteString("message", message);
                Send(block, output);
                _isOver = true;
                break;
            default:
                break;
        }
    }

    private void Start(IBufferWriter<byte> output)
    {
        if (_hasStarted)
        {
            return;
        }

        _hasStarted = true;
        Begin();
        _json.WriteString("role", "assistant");
        Send(MessageStart, output);
    }

    private void Enter(Kind kind, IBufferWriter<byte> output)
    {
        Start(output);
        if (_open == kind)
        {
            return;
        }

        Close(output);
        _open = kind;
        _block++;
    }

    private void Close(IBufferWriter<byte> output)
    {
        if (_open == Kind.None)
        {
            return;
        }

        _open = Kind.None;
        Begin();
        _json.WriteNumber("contentBlockIndex", _block);
        Send(BlockStop, output);
    }

    private void WriteText(string text, IBufferWriter<byte> output)
    {
        Enter(Kind.Text, output);
        BeginDelta();
        _json.WriteString("text", text);
        SendDelta(output);
    }

    private void WriteReasoning(string member, string value, IBufferWriter<byte> output)
    {
        Enter(Kind.Reasoning, output);
        BeginDelta();
        _json.WriteStartObject("reasoningContent");
        _json.WriteString(member, value);
        _json.WriteEndObject();
        SendDelta(output);
    }

    private void WriteProof(ReasoningSealed proof, IBufferWriter<byte> output)
    {
        if (proof.Redacted is { } redacted)
        {
            // Encrypted thought is a block of its own.
            Close(output);
            WriteReasoning("redactedContent", ProofText.WriteRedacted(proof.Origin, redacted), output);
            Close(output);
        }
        else if (proof.Signature is { } signature)
        {
            WriteReasoning("signature", ProofText.WriteSignature(proof.Origin, signature), output);
        }
    }

    private void StartCall(ToolCallStarted call, IBufferWriter<byte> output)
    {
        Close(output);
        Enter(Kind.Call, output);
        Begin();
        _json.WriteNumber("contentBlockIndex", _block);
        _json.WriteStartObject("start");
        _json.WriteStartObject("toolUse");
        _json.WriteString("toolUseId", call.Id);
        _json.WriteString("name", call.Name);
        _json.WriteEndObject();
        _json.WriteEndObject();
        Send(BlockStart, output);
    }

    private void WriteFragment(string fragment, IBufferWriter<byte> output)
    {
        BeginDelta();
        _json.WriteStartObject("toolUse");
        _json.WriteString("input", fragment);
        _json.WriteEndObject();
        SendDelta(output);
    }

    private void WriteCitation(JsonElement citation, IBufferWriter<byte> output)
    {
        Enter(Kind.Text, output);
        BeginDelta();
        _json.WritePropertyName("citation");
        citation.WriteTo(_json);
        SendDelta(output);
    }

    private void Finish(AnswerFinished finished, IBufferWriter<byte> output)
    {
        Start(output);
        Close(output);
        Begin();
        ConverseWords.WriteStop(_json, finished.Reason, finished.StopSequence, ConverseWords.WantsStopSequence(request));
        Send(MessageStop, output);
    }

    private void Begin()
    {
        _payload.ResetWrittenCount();
        _json.Reset(_payload);
        _json.WriteStartObject();
    }

    private void BeginDelta()
    {
        Begin();
        _json.WriteNumber("contentBlockIndex", _block);
        _json.WriteStartObject("delta");
    }

    private void SendDelta(IBufferWriter<byte> output)
    {
        _json.WriteEndObject();
        Send(BlockDelta, output);
    }

    private void Send(EventStreamHeaderBlock headers, IBufferWriter<byte> output)
    {
        _json.WriteEndObject();
        _json.Flush();
        EventStreamEncoder.Write(output, headers, _payload.WrittenSpan);
    }
}
