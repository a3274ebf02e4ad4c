using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.OpenAi.Chat;

/// <summary>
/// Writes an answer as a stream of <c>chat.completion.chunk</c>: for every choice the role first, then deltas, then finish_reason; usage at the end where
/// it was asked for; <c>[DONE]</c>. What is the same in all chunks is written once and copied.
/// </summary>
internal sealed class ChatChunkWriter(ChatRequest request, AnswerContext context) : AnswerStreamWriter
{
    private readonly HashSet<int> _introduced = [];
    private readonly Dictionary<int, StringBuilder> _thoughts = [];
    private readonly List<(int Choice, int Call)> _bareCalls = [];
    private readonly ReusedJsonWriter _writer = new(OpenAiSurface.WriterOptions);
    private byte[]? _head;

    /// <inheritdoc/>
    public override void Write(ChatEvent step, in TokenUsage usage, IBufferWriter<byte> output)
    {
        switch (step)
        {
            case TextDelta text when text.Text.Length > 0 || text.Logprobs.ValueKind == JsonValueKind.Array:
                var json = Begin(step.Choice, output);
                json.WriteString("content"u8, text.Text);
                End(json, output, logprobs: text.Logprobs);
                break;
            case AnswerStarted started:
                _head ??= Head(started);
                Introduce(0, output);
                break;
            case AnswerFinished finished:
                FillBareCalls(step.Choice, output);
                End(Begin(step.Choice, output), output, ChatWords.Reason(finished.Reason));
                break;
            case AnswerEnded:
                WriteEnd(usage, output);
                break;
            case AnswerFailed failed:
                WriteFailure(failed.Error, output);
                break;
            case ReasoningDelta or ReasoningSealed or PartEnded:
                WriteThought(step, output);
                break;
            case RefusalDelta or ToolCallStarted or ToolCallDelta or ForeignDelta { Dialect: Dialect.OpenAi }:
                WriteOther(step, output);
                break;
            default:
                break;
        }
    }

    /// <inheritdoc/>
    public override void WriteKeepAlive(IBufferWriter<byte> output) => output.Write(": keep-alive\n\n"u8);

    private void WriteOther(ChatEvent step, IBufferWriter<byte> output)
    {
        var json = Begin(step.Choice, output);
        switch (step)
        {
            case RefusalDelta refusal:
                json.WriteString("refusal"u8, refusal.Text);
                break;
            case ToolCallStarted call:
                _bareCalls.Add((step.Choice, call.Index));
                WriteCall(json, call.Index, call.Id, call.Name, "");
                break;
            case ToolCallDelta fragment:
                _bareCalls.Remove((step.Choice, fragment.Index));
                WriteCall(json, fragment.Index, null, null, fragment.Arguments);
                break;
            case ForeignDelta { Kind: "tool_calls" } custom:
                json.WriteStartArray("tool_calls"u8);
                custom.Value.WriteTo(json);
                json.WriteEndArray();
                break;
            case ForeignDelta foreign:
                json.WritePropertyName(foreign.Kind);
                foreign.Value.WriteTo(json);
                break;
            default:
                break;
        }

        End(json, output);
    }

    /// <summary>A call without arguments is made with an empty object: clients parse what they have put together.</summary>
    private void FillBareCalls(int choice, IBufferWriter<byte> output)
    {
        foreach (var (_, call) in _bareCalls.Where(c => c.Choice == choice))
        {
            var json = Begin(choice, output);
            WriteCall(json, call, null, null, "{}");
            End(json, output);
        }

        _bareCalls.RemoveAll(c => c.Choice == choice);
    }

    private static void WriteCall(Utf8JsonWriter json, int index, string? id, string? name, string arguments)
    {
        json.WriteStartArray("tool_calls"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, index);
        if (id is not null)
        {
            json.WriteString("id"u8, id);
            json.WriteString("type"u8, "function"u8);
        }

        json.WriteStartObject("function"u8);
        if (name is not null)
        {
            json.WriteString("name"u8, name);
        }

        json.WriteString("arguments"u8, arguments);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    /// <summary>Text goes at once; with its proof it comes once more as a block that can be sent back.</summary>
    private void WriteThought(ChatEvent step, IBufferWriter<byte> output)
    {
        _thoughts.TryGetValue(step.Choice, out var thought);
        switch (step)
        {
            case ReasoningDelta { Text.Length: > 0 } delta:
                (thought ?? (_thoughts[step.Choice] = new StringBuilder())).Append(delta.Text);
                var text = Begin(step.Choice, output);
                text.WriteString("reasoning_content"u8, delta.Text);
                End(text, output);
                break;
            case ReasoningSealed proof when proof is not { Signature: null, Redacted: null }:
                var json = Begin(step.Choice, output);
                json.WriteStartArray("thinking_blocks"u8);
                ChatThought.WriteBlock(json, new ReasoningPart(thought?.ToString() ?? "") { Signature = proof.Signature, Redacted = proof.Redacted, Origin = proof.Origin, Id = proof.Id });
                json.WriteEndArray();
                End(json, output);
                thought?.Clear();
                break;
            case PartEnded:
                thought?.Clear();
                break;
            default:
                break;
        }
    }

    private void WriteEnd(in TokenUsage usage, IBufferWriter<byte> output)
    {
        if (request.WantsUsage)
        {
            output.Write(_head ??= Head(null));
            output.Write("[],\"usage\":"u8);
            var json = _writer.On(output);
            OpenAiUsage.Write(json, usage, context);
            json.Flush();
            output.Write("}\n\n"u8);
        }

        output.Write("data: [DONE]\n\n"u8);
    }

    private void WriteFailure(AiError error, IBufferWriter<byte> output)
    {
        output.Write("data: {\"error\":"u8);
        var json = _writer.On(output);
        OpenAiErrors.WriteObject(json, error);
        json.Flush();
        output.Write("}\n\n"u8);
    }

    private void Introduce(int choice, IBufferWriter<byte> output)
    {
        if (!_introduced.Add(choice))
        {
            return;
        }

        var json = BeginChunk(choice, output);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("content"u8, ""u8);
        json.WriteNull("refusal"u8);
        End(json, output);
    }

    private Utf8JsonWriter Begin(int choice, IBufferWriter<byte> output)
    {
        Introduce(choice, output);
        return BeginChunk(choice, output);
    }

    private Utf8JsonWriter BeginChunk(int choice, IBufferWriter<byte> output)
    {
        output.Write(_head ??= Head(null));
        output.Write("[{\"index\":"u8);
        var number = output.GetSpan(16);
        Utf8Formatter.TryFormat(choice, number, out int written);
        output.Advance(written);
        output.Write(",\"delta\":"u8);
        var json = _writer.On(output);
        json.WriteStartObject();
        return json;
    }

    private void End(Utf8JsonWriter json, IBufferWriter<byte> output, string? reason = null, JsonElement logprobs = default)
    {
        json.WriteEndObject();
        json.Flush();
        if (logprobs.ValueKind == JsonValueKind.Array)
        {
            output.Write(",\"logprobs\":{\"content\":"u8);
            json = _writer.On(output);
            logprobs.WriteTo(json);
            json.Flush();
            output.Write(",\"refusal\":null}"u8);
        }
        else
        {
            output.Write(",\"logprobs\":null"u8);
        }

        if (reason is null)
        {
            output.Write(",\"finish_reason\":null}]"u8);
        }
        else
        {
            output.Write(",\"finish_reason\":\""u8);
            Encoding.ASCII.GetBytes(reason, output);
            output.Write("\"}]"u8);
        }

        output.Write(request.WantsUsage ? ",\"usage\":null}\n\n"u8 : "}\n\n"u8);
    }

    /// <summary>Everything up to the value of choices.</summary>
    private byte[] Head(AnswerStarted? started)
    {
        var output = new ArrayBufferWriter<byte>(256);
        output.Write("data: "u8);
        using (var json = new Utf8JsonWriter(output, OpenAiSurface.WriterOptions))
        {
            json.WriteStartObject();
            json.WriteString("id"u8, ChatWords.Id(started?.Id, "chatcmpl-", context));
            json.WriteString("object"u8, "chat.completion.chunk"u8);
            json.WriteNumber("created"u8, started?.Created ?? context.Created.ToUnixTimeSeconds());
            json.WriteString("model"u8, started?.Model ?? context.Model);
            if (started?.ServiceTier is { } tier)
            {
                json.WriteString("service_tier"u8, tier);
            }

            if (started?.Fingerprint is { } fingerprint)
            {
                json.WriteString("system_fingerprint"u8, fingerprint);
            }

            json.Flush();
            output.Write(",\"choices\":"u8);
        }

        return output.WrittenSpan.ToArray();
    }
}
