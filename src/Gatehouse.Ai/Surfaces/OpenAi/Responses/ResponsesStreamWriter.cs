using System.Buffers;
using System.Text;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.OpenAi.Responses;

/// <summary>
/// Writes an answer as the events of a response: created and in_progress; items and their contents, each added, grown by deltas and done; at last
/// completed, incomplete or failed with the whole response. Only the first of several answers has a place here.
/// </summary>
internal sealed partial class ResponsesStreamWriter(ResponseObject response) : AnswerStreamWriter
{
    private readonly ReusedJsonWriter _writer = new(OpenAiSurface.WriterOptions);
    private int _sequence;
    private ResponseItem? _item;
    private ResponseContent? _content;
    private FinishReason? _reason;
    private bool _hasStarted;

    /// <inheritdoc/>
    public override void Write(ChatEvent step, in TokenUsage usage, IBufferWriter<byte> output)
    {
        if (step.Choice != 0)
        {
            return;
        }

        if (step is AnswerStarted started)
        {
            response.Started ??= started;
        }

        Start(output);
        switch (step)
        {
            case AnswerFinished finished:
                CloseItem(output);
                _reason = finished.Reason;
                break;
            case AnswerEnded:
                var status = ResponseObject.StatusOf(_reason ?? FinishReason.Stop);
                WriteResponse(output, $"response.{status}", status, usage, null);
                break;
            case AnswerFailed failed:
                WriteFailure(failed.Error, usage, output);
                break;
            default:
                WriteContent(step, output);
                break;
        }
    }

    /// <inheritdoc/>
    public override void WriteKeepAlive(IBufferWriter<byte> output) => output.Write(": keep-alive\n\n"u8);

    private void Start(IBufferWriter<byte> output)
    {
        if (_hasStarted)
        {
            return;
        }

        _hasStarted = true;
        WriteResponse(output, "response.created", "in_progress", null, null);
        WriteResponse(output, "response.in_progress", "in_progress", null, null);
    }

    /// <summary>
    /// The error event, flat as the schema has it and nested as OpenAI sends it (which is what makes its libraries throw), then the failed response.
    /// </summary>
    private void WriteFailure(AiError error, in TokenUsage usage, IBufferWriter<byte> output)
    {
        var json = Begin(output, "error");
        json.WriteString("code"u8, OpenAiErrors.CodeOf(error));
        json.WriteString("message"u8, error.Message);
        json.WriteString("param"u8, error.Field);
        json.WritePropertyName("error"u8);
        OpenAiErrors.WriteObject(json, error);
        End(json, output);
        WriteResponse(output, "response.failed", "failed", usage.IsEmpty ? null : usage, error);
    }

    private void WriteResponse(IBufferWriter<byte> output, string type, string status, TokenUsage? usage, AiError? error)
    {
        var json = Begin(output, type);
        json.WritePropertyName("response"u8);
        response.Write(json, status, _reason, usage, error);
        End(json, output);
    }

    private Utf8JsonWriter Begin(IBufferWriter<byte> output, string type)
    {
        output.Write("event: "u8);
        Encoding.ASCII.GetBytes(type, output);
        output.Write("\ndata: "u8);
        var json = _writer.On(output);
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        json.WriteNumber("sequence_number"u8, _sequence++);
        return json;
    }

    private Utf8JsonWriter Begin(IBufferWriter<byte> output, string type, ResponseItem item)
    {
        var json = Begin(output, type);
        json.WriteString("item_id"u8, item.Id);
        json.WriteNumber("output_index"u8, item.Index);
        return json;
    }

    private static void End(Utf8JsonWriter json, IBufferWriter<byte> output)
    {
        json.WriteEndObject();
        json.Flush();
        output.Write("\n\n"u8);
    }
}
