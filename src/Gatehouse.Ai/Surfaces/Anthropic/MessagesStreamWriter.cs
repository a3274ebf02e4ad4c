using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.Anthropic;

/// <summary>
/// Writes Anthropic's event stream. Blocks never overlap and are numbered without gaps. <c>message_start</c> waits for the first event that means
/// something, so that it can carry what the vendor has said about the input by then.
/// </summary>
[SuppressMessage("Reliability", "CA1001:Types that own disposable fields should be disposable", Justification = "The JSON writer owns no memory but its own.")]
internal sealed class MessagesStreamWriter(AnswerContext context) : AnswerStreamWriter
{
    private readonly Utf8JsonWriter _json = new(Stream.Null, AnthropicJson.Options);
    private AnswerStarted _start = new();
    private AnswerFinished? _finish;
    private bool _hasStarted;
    private BlockKind _open;

    // A text block stays open behind its end until it is known that no citation follows.
    private bool _isEnding;
    private int _index;

    private enum BlockKind
    {
        None,
        Text,
        Thinking,
        ToolUse,
    }

    /// <inheritdoc/>
    public override void Write(ChatEvent step, in TokenUsage usage, IBufferWriter<byte> output)
    {
        switch (step)
        {
            case AnswerStarted start:
                _start = start;
                return;
            case UsageReported or TextDelta { Text.Length: 0 }:
                return;
            case AnswerFailed failed:
                WriteError(failed.Error, output);
                return;
        }

        Begin(in usage, output);
        switch (step)
        {
            case TextDelta text:
                Open(BlockKind.Text, output);
                WriteDelta("text_delta"u8, "text"u8, text.Text, output);
                break;
            case RefusalDelta refusal:
                Open(BlockKind.Text, output);
                WriteDelta("text_delta"u8, "text"u8, refusal.Text, output);
                break;
            case ReasoningDelta thought:
                Open(BlockKind.Thinking, output);
                WriteDelta("thinking_delta"u8, "thinking"u8, thought.Text, output);
                break;
            case ReasoningSealed proof:
                WriteSeal(proof, output);
                break;
            case ToolCallStarted call:
                WriteCallStart(call, output);
                break;
            case ToolCallDelta part when _open == BlockKind.ToolUse:
                WriteDelta("input_json_delta"u8, "partial_json"u8, part.Arguments, output);
                break;
            case ForeignDelta { Dialect: Dialect.Anthropic } foreign:
                WriteForeign(foreign, output);
                break;
            case PartEnded when _open == BlockKind.Text:
                _isEnding = true;
                break;
            case PartEnded:
                Close(output);
                break;
            case AnswerFinished finish:
                _finish ??= finish;
                break;
            case AnswerEnded:
                Close(output);
                WriteEnd(in usage, output);
                break;
        }
    }

    /// <inheritdoc/>
    public override void WriteKeepAlive(IBufferWriter<byte> output)
        // SDKs expect message_start first, comments are nobody's business.
        => output.Write(_hasStarted ? "event: ping\ndata: {\"type\":\"ping\"}\n\n"u8 : ": keep-alive\n\n"u8);

    private void Begin(in TokenUsage usage, IBufferWriter<byte> output)
    {
        if (_hasStarted)
        {
            return;
        }

        _hasStarted = true;
        StartEvent("message_start"u8, output);
        _json.WriteStartObject("message"u8);
        MessagesAnswerWriter.WriteHead(_json, _start.Id, context);
        _json.WriteStartArray("content"u8);
        _json.WriteEndArray();
        MessagesAnswerWriter.WriteStop(_json, null, null);
        UsageWriter.Write(_json, in usage, _start.ServiceTier, context.EstimatedInput, null);
        _json.WriteEndObject();
        EndEvent(output);
        output.Write("event: ping\ndata: {\"type\":\"ping\"}\n\n"u8);
    }

    private void Open(BlockKind kind, IBufferWriter<byte> output)
    {
        if (_open == kind && !_isEnding)
        {
            return;
        }

        StartBlock(kind, output);
        if (kind == BlockKind.Text)
        {
            _json.WriteString("type"u8, "text"u8);
            _json.WriteString("text"u8, ""u8);
        }
        else
        {
            _json.WriteString("type"u8, "thinking"u8);
            _json.WriteString("thinking"u8, ""u8);
            _json.WriteString("signature"u8, ""u8);
        }

        EndBlockStart(output);
    }

    private void Close(IBufferWriter<byte> output)
    {
        if (_open != BlockKind.None)
        {
            _open = BlockKind.None;
            _isEnding = false;
            StartEvent("content_block_stop"u8, output);
            _json.WriteNumber("index"u8, _index++);
            EndEvent(output);
        }
    }

    private void WriteCallStart(ToolCallStarted call, IBufferWriter<byte> output)
    {
        StartBlock(BlockKind.ToolUse, output);
        _json.WriteString("type"u8, "tool_use"u8);
        _json.WriteString("id"u8, call.Id);
        _json.WriteString("name"u8, call.Name);
        _json.WriteStartObject("input"u8);
        _json.WriteEndObject();
        EndBlockStart(output);
    }

    private void WriteSeal(ReasoningSealed proof, IBufferWriter<byte> output)
    {
        if (proof.Signature is { } signature)
        {
            // A signature without thought is legal: a block with empty text.
            Open(BlockKind.Thinking, output);
            WriteDelta("signature_delta"u8, "signature"u8, Seals.Put(proof.Origin, signature), output);
        }

        if (proof.Redacted is { } redacted)
        {
            StartBlock(BlockKind.Thinking, output);
            _json.WriteString("type"u8, "redacted_thinking"u8);
            _json.WriteString("data"u8, Seals.Put(proof.Origin, redacted));
            EndBlockStart(output);
            Close(output);
        }
    }

    private void WriteForeign(ForeignDelta foreign, IBufferWriter<byte> output)
    {
        if (foreign.Kind == "citations_delta")
        {
            if (_open != BlockKind.Text)
            {
                Open(BlockKind.Text, output);
            }

            StartDelta("citations_delta"u8, output);
            _json.WritePropertyName("citation"u8);
            foreign.Value.WriteTo(_json);
            EndDelta(output);
            return;
        }

        Close(output);
        StartEvent("content_block_start"u8, output);
        _json.WriteNumber("index"u8, _index);
        _json.WritePropertyName("content_block"u8);
        bool hasInput = ForeignBlock.WriteStart(_json, foreign.Value, out var input);
        EndEvent(output);
        if (hasInput)
        {
            WriteDelta("input_json_delta"u8, "partial_json"u8, input, output);
        }

        _open = BlockKind.ToolUse;
        Close(output);
    }

    private void WriteEnd(in TokenUsage usage, IBufferWriter<byte> output)
    {
        StartEvent("message_delta"u8, output);
        _json.WriteStartObject("delta"u8);
        MessagesAnswerWriter.WriteStop(_json, _finish?.Reason ?? FinishReason.Stop, _finish?.StopSequence);
        _json.WriteEndObject();
        UsageWriter.Write(_json, in usage, _start.ServiceTier, context.EstimatedInput, context.Cost?.Invoke());
        EndEvent(output);
        output.Write("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"u8);
    }

    private void WriteError(AiError error, IBufferWriter<byte> output)
    {
        output.Write("event: error\ndata: "u8);
        _json.Reset(output);
        AnthropicError.Write(_json, error, context.RequestId);
        output.Write("\n\n"u8);
    }

    private void WriteDelta(ReadOnlySpan<byte> type, ReadOnlySpan<byte> member, string value, IBufferWriter<byte> output)
    {
        StartDelta(type, output);
        _json.WriteString(member, value);
        EndDelta(output);
    }

    private void StartDelta(ReadOnlySpan<byte> type, IBufferWriter<byte> output)
    {
        StartEvent("content_block_delta"u8, output);
        _json.WriteNumber("index"u8, _index);
        _json.WriteStartObject("delta"u8);
        _json.WriteString("type"u8, type);
    }

    private void EndDelta(IBufferWriter<byte> output)
    {
        _json.WriteEndObject();
        EndEvent(output);
    }

    private void StartBlock(BlockKind kind, IBufferWriter<byte> output)
    {
        Close(output);
        _open = kind;
        StartEvent("content_block_start"u8, output);
        _json.WriteNumber("index"u8, _index);
        _json.WriteStartObject("content_block"u8);
    }

    private void EndBlockStart(IBufferWriter<byte> output)
    {
        _json.WriteEndObject();
        EndEvent(output);
    }

    private void StartEvent(ReadOnlySpan<byte> type, IBufferWriter<byte> output)
    {
        output.Write("event: "u8);
        output.Write(type);
        output.Write("\ndata: "u8);
        _json.Reset(output);
        _json.WriteStartObject();
        _json.WriteString("type"u8, type);
    }

    private void EndEvent(IBufferWriter<byte> output)
    {
        _json.WriteEndObject();
        _json.Flush();
        output.Write("\n\n"u8);
    }
}
