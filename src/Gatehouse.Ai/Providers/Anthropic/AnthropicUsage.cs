using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers.Anthropic;

/// <summary>
/// The vendor's counts as they come in instalments, cumulative per field. A zero behind a count is an endpoint that says nothing of that field, not
/// tokens that were given back. Cache writes are one figure with an optional split, thought is part of the output: both are taken apart here.
/// </summary>
internal struct AnthropicUsage
{
    private long? _input;
    private long? _cacheRead;
    private long? _cacheWrite;
    private long? _fiveMinutes;
    private long? _hour;
    private long? _output;
    private long? _thought;

    /// <summary>What is known by now, in classes that do not overlap.</summary>
    public readonly TokenUsage Usage => new()
    {
        Input = _input,
        CacheRead = _cacheRead,
        CacheWrite = _fiveMinutes ?? (_hour is { } hour && _cacheWrite is { } all ? Math.Max(0, all - hour) : _cacheWrite),
        CacheWriteHour = _hour,
        Output = _output is { } output ? Math.Max(0, output - (_thought ?? 0)) : null,
        Reasoning = _thought,
    };

    /// <summary>Reads a <c>usage</c> object; the reader stands on its beginning and is left on its end.</summary>
    public void Read(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("input_tokens"u8))
            {
                Take(ref reader, ref _input);
            }
            else if (reader.ValueTextEquals("output_tokens"u8))
            {
                Take(ref reader, ref _output);
            }
            else if (reader.ValueTextEquals("cache_read_input_tokens"u8))
            {
                Take(ref reader, ref _cacheRead);
            }
            else if (reader.ValueTextEquals("cache_creation_input_tokens"u8))
            {
                Take(ref reader, ref _cacheWrite);
            }
            else if (reader.ValueTextEquals("cache_creation"u8))
            {
                ReadPair(ref reader, "ephemeral_5m_input_tokens"u8, ref _fiveMinutes, "ephemeral_1h_input_tokens"u8, ref _hour);
            }
            else if (reader.ValueTextEquals("output_tokens_details"u8))
            {
                ReadPair(ref reader, "thinking_tokens"u8, ref _thought, default, ref _thought);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }
    }

    private static void ReadPair(ref Utf8JsonReader reader, ReadOnlySpan<byte> first, ref long? firstCount, ReadOnlySpan<byte> second, ref long? secondCount)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(first))
            {
                Take(ref reader, ref firstCount);
            }
            else if (!second.IsEmpty && reader.ValueTextEquals(second))
            {
                Take(ref reader, ref secondCount);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }
    }

    private static void Take(ref Utf8JsonReader reader, ref long? count)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long value) && value >= 0)
        {
            count = value == 0 && count > 0 ? count : value;
        }
        else
        {
            reader.Skip();
        }
    }
}
