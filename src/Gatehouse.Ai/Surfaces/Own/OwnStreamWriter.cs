using System.Buffers;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.Own;

/// <summary>Writes a stream of <c>POST /chat</c>.</summary>
internal sealed class OwnStreamWriter(AnswerContext context) : AnswerStreamWriter
{
    private FinishReason _reason = FinishReason.Stop;

    /// <inheritdoc/>
    public override void Write(ChatEvent step, in TokenUsage usage, IBufferWriter<byte> output)
    {
        switch (step)
        {
            case TextDelta { Text.Length: > 0 } text:
                Delta(text.Text, output);
                break;
            case RefusalDelta refusal:
                Delta(refusal.Text, output);
                break;
            case AnswerFinished finished:
                _reason = finished.Reason;
                break;
            case AnswerEnded:
                End(usage, output);
                break;
            case AnswerFailed failed:
                Error(failed.Error, output);
                break;
        }
    }

    /// <inheritdoc/>
    public override void WriteKeepAlive(IBufferWriter<byte> output) => output.Write(":\n\n"u8);

    /// <summary>Writes how an answer ended, into an object.</summary>
    public static void WriteEnd(Utf8JsonWriter json, FinishReason reason, in TokenUsage usage, AnswerContext context)
    {
        json.WriteString("finish_reason"u8, JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString()));
        json.WriteStartObject("usage"u8);
        json.WriteNumber("input_tokens"u8, usage.TotalInput);
        json.WriteNumber("output_tokens"u8, usage.TotalOutput);
        if (context.Cost?.Invoke() is { } cost)
        {
            json.WriteNumber("cost"u8, cost);
        }

        json.WriteEndObject();
    }

    private static void Delta(string text, IBufferWriter<byte> output)
    {
        output.Write("data: "u8);
        using (var json = new Utf8JsonWriter(output, OwnSurface.WriterOptions))
        {
            json.WriteStartObject();
            json.WriteString("delta"u8, text);
            json.WriteEndObject();
        }

        output.Write("\n\n"u8);
    }

    private void End(in TokenUsage usage, IBufferWriter<byte> output)
    {
        output.Write("data: "u8);
        using (var json = new Utf8JsonWriter(output, OwnSurface.WriterOptions))
        {
            json.WriteStartObject();
            json.WriteBoolean("done"u8, true);
            json.WriteString("id"u8, context.RequestId);
            json.WriteString("model"u8, context.Model);
            WriteEnd(json, _reason, usage, context);
            json.WriteEndObject();
        }

        output.Write("\n\n"u8);
    }

    private void Error(AiError error, IBufferWriter<byte> output)
    {
        output.Write("event: error\ndata: "u8);
        using (var json = new Utf8JsonWriter(output, OwnSurface.WriterOptions))
        {
            json.WriteStartObject();
            json.WriteString("error"u8, error.Message);
            json.WriteString("code"u8, JsonNamingPolicy.SnakeCaseLower.ConvertName(error.Kind.ToString()));
            json.WriteString("request_id"u8, context.RequestId);
            json.WriteEndObject();
        }

        output.Write("\n\n"u8);
    }
}
