using System.Buffers;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.OpenAi.Responses;

/// <content>Items and what they hold.</content>
internal sealed partial class ResponsesStreamWriter
{
    private void WriteContent(ChatEvent step, IBufferWriter<byte> output)
    {
        switch (step)
        {
            case TextDelta text:
                WriteText(text, output);
                break;
            case RefusalDelta refusal:
                Content(isRefusal: true, output).Text.Append(refusal.Text);
                WriteDelta(output, "response.refusal.delta", refusal.Text);
                break;
            case ReasoningDelta { Text.Length: > 0 } thought:
                WriteThought(thought.Text, output);
                break;
            case ReasoningSealed proof:
                var item = _item is { Kind: ResponseItemKind.Reasoning, Kept: null } ? _item : Open(ResponseItemKind.Reasoning, output, id: proof.Id);
                item.Kept = ResponsesReasoning.Keep(proof.Signature, proof.Redacted, proof.Origin);
                break;
            case ToolCallStarted call:
                Open(ResponseItemKind.FunctionCall, output, call);
                break;
            case ToolCallDelta fragment:
                WriteArguments(fragment, output);
                break;
            case ForeignDelta { Dialect: Dialect.OpenAi, Kind: "annotations", Value.ValueKind: JsonValueKind.Array } notes when _content is not null:
                WriteAnnotations(notes.Value, output);
                break;
            case PartEnded when _item?.Kind == ResponseItemKind.Message:
                CloseContent(output);
                break;
            case PartEnded:
                CloseItem(output);
                break;
            default:
                break;
        }
    }

    private void WriteText(TextDelta text, IBufferWriter<byte> output)
    {
        var content = Content(isRefusal: false, output);
        content.Text.Append(text.Text);
        if (text.Logprobs.ValueKind == JsonValueKind.Array)
        {
            content.Logprobs.AddRange(text.Logprobs.EnumerateArray());
        }

        var json = Begin(output, "response.output_text.delta", _item!);
        json.WriteNumber("content_index"u8, _item!.Contents.Count - 1);
        json.WriteString("delta"u8, text.Text);
        json.WritePropertyName("logprobs"u8);
        if (text.Logprobs.ValueKind == JsonValueKind.Array)
        {
            text.Logprobs.WriteTo(json);
        }
        else
        {
            json.WriteStartArray();
            json.WriteEndArray();
        }

        End(json, output);
    }

    private void WriteDelta(IBufferWriter<byte> output, string type, string text)
    {
        var json = Begin(output, type, _item!);
        json.WriteNumber("content_index"u8, _item!.Contents.Count - 1);
        json.WriteString("delta"u8, text);
        End(json, output);
    }

    private void WriteThought(string text, IBufferWriter<byte> output)
    {
        var item = _item is { Kind: ResponseItemKind.Reasoning, Kept: null } ? _item : Open(ResponseItemKind.Reasoning, output);
        if (item.Text.Length == 0)
        {
            WriteSummaryPart(output, "response.reasoning_summary_part.added", item, "");
        }

        item.Text.Append(text);
        var json = Begin(output, "response.reasoning_summary_text.delta", item);
        json.WriteNumber("summary_index"u8, 0);
        json.WriteString("delta"u8, text);
        End(json, output);
    }

    private void WriteSummaryPart(IBufferWriter<byte> output, string type, ResponseItem item, string text)
    {
        var json = Begin(output, type, item);
        json.WriteNumber("summary_index"u8, 0);
        json.WritePropertyName("part"u8);
        ResponseItem.WriteSummary(json, text);
        End(json, output);
    }

    private void WriteArguments(ToolCallDelta fragment, IBufferWriter<byte> output)
    {
        var item = response.Items.Find(i => i.Kind == ResponseItemKind.FunctionCall && i.Call == fragment.Index);
        if (item is null)
        {
            return;
        }

        item.Text.Append(fragment.Arguments);
        var json = Begin(output, "response.function_call_arguments.delta", item);
        json.WriteString("delta"u8, fragment.Arguments);
        End(json, output);
    }

    private void WriteAnnotations(JsonElement notes, IBufferWriter<byte> output)
    {
        foreach (var note in ResponseAnnotations.Flatten(notes))
        {
            var json = Begin(output, "response.output_text.annotation.added", _item!);
            json.WriteNumber("content_index"u8, _item!.Contents.Count - 1);
            json.WriteNumber("annotation_index"u8, _content!.Annotations.Count);
            json.WritePropertyName("annotation"u8);
            note.WriteTo(json);
            End(json, output);
            _content.Annotations.Add(note);
        }
    }

    private ResponseItem Open(ResponseItemKind kind, IBufferWriter<byte> output, ToolCallStarted? call = null, string? id = null)
    {
        CloseItem(output);
        var item = response.Add(kind, call);
        item.Id = id ?? item.Id;
        _item = item;
        var json = Begin(output, "response.output_item.added");
        json.WriteNumber("output_index"u8, item.Index);
        json.WritePropertyName("item"u8);
        item.Write(json, "in_progress", isEmpty: true);
        End(json, output);
        return item;
    }

    private ResponseContent Content(bool isRefusal, IBufferWriter<byte> output)
    {
        if (_content?.IsRefusal == isRefusal)
        {
            return _content;
        }

        CloseContent(output);
        var item = _item is { Kind: ResponseItemKind.Message } ? _item : Open(ResponseItemKind.Message, output);
        _content = new ResponseContent(isRefusal);
        item.Contents.Add(_content);
        WritePart(output, "response.content_part.added", isEmpty: true);
        return _content;
    }

    private void WritePart(IBufferWriter<byte> output, string type, bool isEmpty)
    {
        var json = Begin(output, type, _item!);
        json.WriteNumber("content_index"u8, _item!.Contents.Count - 1);
        json.WritePropertyName("part"u8);
        _content!.Write(json, isEmpty);
        End(json, output);
    }

    private void CloseContent(IBufferWriter<byte> output)
    {
        if (_content is not { } content)
        {
            return;
        }

        var json = Begin(output, content.IsRefusal ? "response.refusal.done" : "response.output_text.done", _item!);
        json.WriteNumber("content_index"u8, _item!.Contents.Count - 1);
        json.WriteString(content.IsRefusal ? "refusal"u8 : "text"u8, content.Text.ToString());
        if (!content.IsRefusal)
        {
            ResponseContent.WriteArray(json, "logprobs"u8, content.Logprobs);
        }

        End(json, output);
        WritePart(output, "response.content_part.done", isEmpty: false);
        _content = null;
    }

    private void CloseItem(IBufferWriter<byte> output)
    {
        CloseContent(output);
        if (_item is not { } item)
        {
            return;
        }

        if (item.Kind == ResponseItemKind.FunctionCall)
        {
            var arguments = Begin(output, "response.function_call_arguments.done", item);
            arguments.WriteString("name"u8, item.Name);
            arguments.WriteString("arguments"u8, item.Arguments());
            End(arguments, output);
        }
        else if (item.Kind == ResponseItemKind.Reasoning && item.Text.Length > 0)
        {
            var done = Begin(output, "response.reasoning_summary_text.done", item);
            done.WriteNumber("summary_index"u8, 0);
            done.WriteString("text"u8, item.Text.ToString());
            End(done, output);
            WriteSummaryPart(output, "response.reasoning_summary_part.done", item, item.Text.ToString());
        }

        item.IsDone = true;
        _item = null;
        var json = Begin(output, "response.output_item.done");
        json.WriteNumber("output_index"u8, item.Index);
        json.WritePropertyName("item"u8);
        item.Write(json, "completed");
        End(json, output);
    }
}
