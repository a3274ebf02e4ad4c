using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers.OpenAi;

/// <content>One element of choices.</content>
internal sealed partial class OpenAiAnswerReader
{
    // What the choice being read says; its index may come last, so nothing is told before its end.
    private readonly List<OpenAiToolFragment> _fragments = [];
    private readonly List<ReasoningSealed> _proofs = [];
    private readonly List<ForeignDelta> _foreign = [];
    private string? _content;
    private string? _reasoning;
    private string? _refusal;
    private JsonElement _logprobs;

    private void ReadChoice(ref Utf8JsonReader reader, List<ChatEvent> events)
    {
        int index = 0;
        FinishReason? reason = null;
        bool hasFailed = false;
        ForgetChoice();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("delta"u8) || reader.ValueTextEquals("message"u8))
            {
                ReadDelta(ref reader);
            }
            else if (reader.ValueTextEquals("index"u8))
            {
                reader.Read();
                index = reader.TokenType == JsonTokenType.Number ? reader.GetInt32() : 0;
            }
            else if (reader.ValueTextEquals("finish_reason"u8))
            {
                reason = ReadReason(ref reader, out hasFailed);
            }
            else if (reader.ValueTextEquals("logprobs"u8))
            {
                ReadLogprobs(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        var choice = ChoiceAt(index);
        Tell(choice, index, events);
        choice.Reason = reason ?? choice.Reason;
        if (hasFailed)
        {
            throw new AiException(AiErrorKind.VendorFailed, "The provider failed while it answered.");
        }
    }

    private void ForgetChoice()
    {
        _content = null;
        _reasoning = null;
        _refusal = null;
        _logprobs = default;
        _fragments.Clear();
        _proofs.Clear();
        _foreign.Clear();
    }

    private void Tell(OpenAiChoice choice, int index, List<ChatEvent> events)
    {
        if (_reasoning is not null)
        {
            choice.Begin(OpenAiPart.Reasoning, events);
            events.Add(new ReasoningDelta(_reasoning) { Choice = index });
        }

        foreach (var proof in _proofs)
        {
            choice.Begin(OpenAiPart.Reasoning, events);
            events.Add(index == 0 ? proof : proof with { Choice = index });
            choice.Close(events);
        }

        if (_content is not null || _logprobs.ValueKind == JsonValueKind.Array)
        {
            choice.Begin(OpenAiPart.Text, events);
            events.Add(new TextDelta(_content ?? "") { Logprobs = _logprobs, Choice = index });
        }

        // Annotations are about the text.
        foreach (var foreign in _foreign)
        {
            events.Add(index == 0 ? foreign : foreign with { Choice = index });
        }

        if (_refusal is not null)
        {
            choice.Begin(OpenAiPart.Refusal, events);
            events.Add(new RefusalDelta(_refusal) { Choice = index });
        }

        foreach (var fragment in _fragments)
        {
            choice.Calls.Add(fragment, choice, events);
        }
    }

    private static FinishReason? ReadReason(ref Utf8JsonReader reader, out bool hasFailed)
    {
        reader.Read();
        hasFailed = false;
        if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.IsEmpty)
        {
            reader.Skip();
            return null;
        }

        if (reader.ValueTextEquals("tool_calls"u8) || reader.ValueTextEquals("function_call"u8))
        {
            return FinishReason.ToolCalls;
        }

        // model_length is Mistral's, refusal that of vendors in front of Anthropic.
        if (reader.ValueTextEquals("length"u8) || reader.ValueTextEquals("max_tokens"u8))
        {
            return FinishReason.Length;
        }

        if (reader.ValueTextEquals("model_length"u8))
        {
            return FinishReason.ContextWindow;
        }

        if (reader.ValueTextEquals("content_filter"u8))
        {
            return FinishReason.ContentFilter;
        }

        hasFailed = reader.ValueTextEquals("error"u8) || reader.ValueTextEquals("insufficient_system_resource"u8);
        return reader.ValueTextEquals("refusal"u8) ? FinishReason.Refusal : FinishReason.Stop;
    }

    private void ReadLogprobs(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!reader.ValueTextEquals("content"u8))
            {
                reader.Skip();
                continue;
            }

            reader.Read();
            if (reader.TokenType == JsonTokenType.StartArray)
            {
                var content = JsonElement.ParseValue(ref reader);
                _logprobs = content.GetArrayLength() > 0 ? content : default;
            }
        }
    }
}
