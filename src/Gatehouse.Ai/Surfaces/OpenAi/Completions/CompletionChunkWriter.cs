using System.Buffers;
using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Surfaces.OpenAi.Chat;

namespace Gatehouse.Ai.Surfaces.OpenAi.Completions;

/// <summary>Writes an answer as a stream of <c>text_completion</c> objects. Only text has a place here.</summary>
internal sealed class CompletionChunkWriter(ChatRequest request, AnswerContext context) : AnswerStreamWriter
{
    private readonly string? _echo = (request.SurfaceState as CompletionsState)?.Echo;
    private readonly Dictionary<int, int> _offsets = [];
    private AnswerStarted? _started;

    /// <inheritdoc/>
    public override void Write(ChatEvent step, in TokenUsage usage, IBufferWriter<byte> output)
    {
        switch (step)
        {
            case AnswerStarted started:
                _started ??= started;
                break;
            case TextDelta text:
                Echo(text.Choice, output);
                WriteChunk(output, text.Choice, text.Text, text.Logprobs, null);
                break;
            case AnswerFinished finished:
                Echo(finished.Choice, output);
                WriteChunk(output, finished.Choice, "", default, CompletionsEndpoint.ReasonOf(finished.Reason));
                break;
            case AnswerEnded:
                if (request.WantsUsage)
                {
                    WriteUsage(output, usage);
                }

                output.Write("data: [DONE]\n\n"u8);
                break;
            case AnswerFailed failed:
                WriteFailure(failed.Error, output);
                break;
            default:
                break;
        }
    }

    /// <inheritdoc/>
    public override void WriteKeepAlive(IBufferWriter<byte> output) => output.Write(": keep-alive\n\n"u8);

    private void Echo(int choice, IBufferWriter<byte> output)
    {
        if (_offsets.TryAdd(choice, _echo?.Length ?? 0) && _echo is not null)
        {
            WriteChunk(output, choice, _echo, default, null);
        }
    }

    private void WriteChunk(IBufferWriter<byte> output, int choice, string text, JsonElement logprobs, string? reason)
    {
        using var json = Begin(output);
        json.WriteStartArray("choices"u8);
        json.WriteStartObject();
        json.WriteString("text"u8, text);
        json.WriteNumber("index"u8, choice);
        json.WritePropertyName("logprobs"u8);
        int offset = _offsets[choice];
        CompletionLogprobs.Write(json, logprobs.ValueKind == JsonValueKind.Array ? [.. logprobs.EnumerateArray()] : [], ref offset);
        _offsets[choice] = offset;
        json.WriteString("finish_reason"u8, reason);
        json.WriteEndObject();
        json.WriteEndArray();
        if (request.WantsUsage)
        {
            json.WriteNull("usage"u8);
        }

        End(json, output);
    }

    private void WriteUsage(IBufferWriter<byte> output, in TokenUsage usage)
    {
        using var json = Begin(output);
        json.WriteStartArray("choices"u8);
        json.WriteEndArray();
        json.WritePropertyName("usage"u8);
        OpenAiUsage.Write(json, usage, context);
        End(json, output);
    }

    private static void WriteFailure(AiError error, IBufferWriter<byte> output)
    {
        output.Write("data: "u8);
        using var json = new Utf8JsonWriter(output, OpenAiSurface.WriterOptions);
        json.WriteStartObject();
        json.WritePropertyName("error"u8);
        OpenAiErrors.WriteObject(json, error);
        End(json, output);
    }

    private Utf8JsonWriter Begin(IBufferWriter<byte> output)
    {
        output.Write("data: "u8);
        var json = new Utf8JsonWriter(output, OpenAiSurface.WriterOptions);
        json.WriteStartObject();
        json.WriteString("id"u8, ChatWords.Id(_started?.Id, "cmpl-", context));
        json.WriteString("object"u8, "text_completion"u8);
        json.WriteNumber("created"u8, _started?.Created ?? context.Created.ToUnixTimeSeconds());
        json.WriteString("model"u8, _started?.Model ?? context.Model);
        return json;
    }

    private static void End(Utf8JsonWriter json, IBufferWriter<byte> output)
    {
        json.WriteEndObject();
        json.Flush();
        output.Write("\n\n"u8);
    }
}
