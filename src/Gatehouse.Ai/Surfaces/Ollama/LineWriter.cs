using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.Ollama;

/// <summary>Writes an answer as lines of JSON. Calls are told whole, when they end.</summary>
[SuppressMessage("Reliability", "CA1001:Types that own disposable fields should be disposable", Justification = "The JSON writer owns no memory but its own.")]
internal sealed class LineWriter(AnswerContext context, ChatRequest request, bool isGenerate) : AnswerStreamWriter
{
    private readonly Utf8JsonWriter _json = new(Stream.Null, OllamaJson.Options);
    private TimeSpan? _first;
    private ToolCallStarted? _call;
    private StringBuilder? _arguments;
    private int _calls;
    private FinishReason _reason;

    /// <inheritdoc/>
    public override void Write(ChatEvent step, in TokenUsage usage, IBufferWriter<byte> output)
    {
        if (step.IsContent)
        {
            _first ??= context.Elapsed?.Invoke();
        }

        switch (step)
        {
            case TextDelta { Text.Length: > 0 } text:
                WriteLine(text.Text, "", text.Logprobs, output);
                break;
            case RefusalDelta refusal:
                WriteLine(refusal.Text, "", default, output);
                break;
            case ReasoningDelta { Text.Length: > 0 } thought:
                WriteLine("", thought.Text, default, output);
                break;
            case ToolCallStarted call:
                EndCall(output);
                _call = call;
                _arguments = new StringBuilder();
                break;
            case ToolCallDelta part:
                _arguments?.Append(part.Arguments);
                break;
            case PartEnded:
                EndCall(output);
                break;
            case AnswerFinished finish:
                EndCall(output);
                _reason = finish.Reason;
                break;
            case AnswerEnded:
                EndCall(output);
                WriteLast(in usage, output);
                break;
            case AnswerFailed failed:
                _json.Reset(output);
                OllamaSurface.WriteError(_json, failed.Error);
                output.Write("\n"u8);
                break;
        }
    }

    private void EndCall(IBufferWriter<byte> output)
    {
        if (_call is not { } call)
        {
            return;
        }

        _call = null;
        Begin(output);
        AnswerText.Write(_json, isGenerate, "", "", [new ToolCallPart(call.Id, call.Name, _arguments!.ToString())], _calls++);
        _json.WriteBoolean("done"u8, false);
        End(output);
    }

    private void WriteLine(string text, string thought, JsonElement logprobs, IBufferWriter<byte> output)
    {
        Begin(output);
        AnswerText.Write(_json, isGenerate, text, thought, [], 0);
        if (logprobs.ValueKind == JsonValueKind.Array)
        {
            _json.WritePropertyName("logprobs"u8);
            logprobs.WriteTo(_json);
        }

        _json.WriteBoolean("done"u8, false);
        End(output);
    }

    private void WriteLast(in TokenUsage usage, IBufferWriter<byte> output)
    {
        Begin(output);
        AnswerText.Write(_json, isGenerate, "", "", [], 0);
        _json.WriteBoolean("done"u8, true);
        _json.WriteString("done_reason"u8, AnswerText.ReasonOf(_reason, request));
        LineStats.Write(_json, context, _first, in usage);
        End(output);
    }

    private void Begin(IBufferWriter<byte> output)
    {
        _json.Reset(output);
        _json.WriteStartObject();
        _json.WriteString("model"u8, context.Model);
        _json.WriteString("created_at"u8, OllamaJson.Time(context.Created + (context.Elapsed?.Invoke() ?? TimeSpan.Zero)));
    }

    private void End(IBufferWriter<byte> output)
    {
        _json.WriteEndObject();
        _json.Flush();
        output.Write("\n"u8);
    }
}
