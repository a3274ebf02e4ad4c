using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers.Anthropic;

/// <summary>
/// Makes canonical events of the vendor's, one JSON object each, however they were framed (server-sent events; Bedrock's InvokeModel chunks). Belongs
/// to one attempt. <paramref name="minted"/>: who mints the signatures that come by. Whatever the order of an object's members, it is read once,
/// its inner objects a second time.
/// </summary>
internal sealed class AnthropicEvents(Dialect minted)
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 128 };

    private readonly AnthropicBlockState _block = new(minted);
    private AnthropicUsage _usage;
    private bool _hasFinished;
    private bool _isOver;

    /// <summary>Adds what an event says; unknown ones mean nothing, one that is not understood ends the answer with <see cref="AnswerFailed"/>.</summary>
    public void Decode(ReadOnlySpan<byte> data, List<ChatEvent> events)
    {
        if (_isOver)
        {
            return;
        }

        try
        {
            Read(data, events);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            Fail(events, new AiError(AiErrorKind.VendorFailed, "The provider sent an event that is not understood."));
        }
    }

    /// <summary>The stream is over: a failure unless <c>message_stop</c> or an error came.</summary>
    public void Complete(List<ChatEvent> events)
    {
        if (!_isOver)
        {
            Fail(events, new AiError(AiErrorKind.VendorFailed, "The provider's answer broke off."));
        }
    }

    private void Read(ReadOnlySpan<byte> data, List<ChatEvent> events)
    {
        var kind = AnthropicEventKind.Unknown;
        ReadOnlySpan<byte> body = default;
        ReadOnlySpan<byte> usage = default;
        var reader = new Utf8JsonReader(data, Options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException();
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                kind = KindOf(ref reader);
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                usage = Inner(ref reader, data);
            }
            else if (reader.ValueTextEquals("delta"u8) || reader.ValueTextEquals("content_block"u8) || reader.ValueTextEquals("message"u8) || reader.ValueTextEquals("error"u8))
            {
                body = Inner(ref reader, data);
            }
            else
            {
                // An index says nothing: blocks follow each other.
                reader.Read();
                reader.Skip();
            }
        }

        Tell(kind, body, usage, events);
    }

    private void Tell(AnthropicEventKind kind, ReadOnlySpan<byte> body, ReadOnlySpan<byte> usage, List<ChatEvent> events)
    {
        switch (kind)
        {
            case AnthropicEventKind.BlockDelta:
                _block.Delta(body, events);
                break;
            case AnthropicEventKind.BlockStart:
                _block.Start(body, events);
                break;
            case AnthropicEventKind.BlockStop:
                _block.Stop(events);
                break;
            case AnthropicEventKind.MessageStart:
                ReadMessage(body, events);
                break;
            case AnthropicEventKind.MessageDelta:
                ReadFinish(body, usage, events);
                break;
            case AnthropicEventKind.MessageStop:
                _block.Stop(events);
                _isOver = true;
                events.Add(AnswerEnded.Instance);
                break;
            case AnthropicEventKind.Error:
                Fail(events, AnthropicErrors.Read(body, 200));
                break;
        }
    }

    private void ReadMessage(ReadOnlySpan<byte> message, List<ChatEvent> events)
    {
        string? id = null;
        string? model = null;
        string? tier = null;
        var reader = new Utf8JsonReader(message, Options);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("id"u8))
            {
                id = Text(ref reader);
            }
            else if (reader.ValueTextEquals("model"u8))
            {
                model = Text(ref reader);
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                var inner = Inner(ref reader, message);
                ReadUsage(inner);
                tier = TierOf(inner);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        events.Add(new AnswerStarted { Id = id, Model = model, ServiceTier = tier });
        TellUsage(events);
    }

    private void ReadFinish(ReadOnlySpan<byte> delta, ReadOnlySpan<byte> usage, List<ChatEvent> events)
    {
        string? reason = null;
        string? sequence = null;
        if (!delta.IsEmpty)
        {
            var reader = new Utf8JsonReader(delta, Options);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("stop_reason"u8))
                {
                    reason = Text(ref reader);
                }
                else if (reader.ValueTextEquals("stop_sequence"u8))
                {
                    sequence = Text(ref reader);
                }
                else
                {
                    reader.Read();
                    reader.Skip();
                }
            }
        }

        if (!usage.IsEmpty)
        {
            ReadUsage(usage);
            TellUsage(events);
        }

        if (reason is not null && !_hasFinished)
        {
            _hasFinished = true;
            _block.Stop(events);
            events.Add(new AnswerFinished(AnthropicStops.Read(reason)) { StopSequence = sequence });
        }
    }

    private void ReadUsage(ReadOnlySpan<byte> usage)
    {
        if (!usage.IsEmpty && usage[0] == (byte)'{')
        {
            var reader = new Utf8JsonReader(usage, Options);
            reader.Read();
            _usage.Read(ref reader);
        }
    }

    private void TellUsage(List<ChatEvent> events)
    {
        if (_usage.Usage is { IsEmpty: false } usage)
        {
            events.Add(new UsageReported(usage));
        }
    }

    private void Fail(List<ChatEvent> events, AiError error)
    {
        _isOver = true;
        events.Add(new AnswerFailed(error));
    }

    private static string? TierOf(ReadOnlySpan<byte> usage)
    {
        if (usage.IsEmpty || usage[0] != (byte)'{')
        {
            return null;
        }

        var reader = new Utf8JsonReader(usage, Options);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("service_tier"u8))
            {
                return Text(ref reader);
            }

            reader.Read();
            reader.Skip();
        }

        return null;
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString();
        }

        reader.Skip();
        return null;
    }

    /// <summary>The bytes of the value behind a name.</summary>
    private static ReadOnlySpan<byte> Inner(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        reader.Read();
        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        return data[start..(int)reader.BytesConsumed];
    }

    private static AnthropicEventKind KindOf(ref Utf8JsonReader reader) => reader.TokenType != JsonTokenType.String ? AnthropicEventKind.Unknown
        : reader.ValueTextEquals("content_block_delta"u8) ? AnthropicEventKind.BlockDelta
        : reader.ValueTextEquals("content_block_start"u8) ? AnthropicEventKind.BlockStart
        : reader.ValueTextEquals("content_block_stop"u8) ? AnthropicEventKind.BlockStop
        : reader.ValueTextEquals("message_start"u8) ? AnthropicEventKind.MessageStart
        : reader.ValueTextEquals("message_delta"u8) ? AnthropicEventKind.MessageDelta
        : reader.ValueTextEquals("message_stop"u8) ? AnthropicEventKind.MessageStop
        : reader.ValueTextEquals("error"u8) ? AnthropicEventKind.Error
        : AnthropicEventKind.Unknown;
}
