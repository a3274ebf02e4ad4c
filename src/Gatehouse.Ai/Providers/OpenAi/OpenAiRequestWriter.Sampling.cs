using System.Text.Json;

namespace Gatehouse.Ai.Providers.OpenAi;

/// <content>How tokens are chosen, and when to stop.</content>
internal sealed partial class OpenAiRequestWriter
{
    private const int MaxStops = 4;

    private void WriteSampling()
    {
        if (_request.MaxOutputTokens is { } most)
        {
            // OpenAI's reasoning models refuse the old name, many compatible endpoints do not know the new one.
            _json.WriteNumber(IsGenuine ? "max_completion_tokens"u8 : "max_tokens"u8, most);
        }

        Write("temperature"u8, _request.Temperature);
        Write("top_p"u8, _request.TopP);
        WriteOfOthers("top_k", _request.TopK);
        WriteOfOthers("min_p", _request.MinP);
        Write("presence_penalty"u8, _request.PresencePenalty);
        Write("frequency_penalty"u8, _request.FrequencyPenalty);
        if (_request.Seed is { } seed)
        {
            _json.WriteNumber("seed"u8, seed);
        }

        if (_request.Choices > 1)
        {
            _json.WriteNumber("n"u8, _request.Choices);
        }

        if (_request.LogitBias.ValueKind == JsonValueKind.Object)
        {
            _json.WritePropertyName("logit_bias"u8);
            _request.LogitBias.WriteTo(_json);
        }

        if (_request.WantsLogprobs)
        {
            _json.WriteBoolean("logprobs"u8, true);
        }

        if (_request.TopLogprobs is { } top)
        {
            _json.WriteNumber("top_logprobs"u8, top);
        }

        WriteStops();
    }

    private void WriteStops()
    {
        var stops = _request.StopSequences;
        if (stops.Count == 0)
        {
            return;
        }

        int count = stops.Count;
        if (IsGenuine && count > MaxStops)
        {
            _notes.Unsupported("stop", "the vendor takes four sequences");
            count = MaxStops;
        }

        _json.WriteStartArray("stop"u8);
        foreach (var stop in stops.Take(count))
        {
            _json.WriteStringValue(stop);
        }

        _json.WriteEndArray();
    }

    private void Write(ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } number)
        {
            _json.WriteNumber(name, number);
        }
    }

    /// <summary>What OpenAI does not have, but most who speak its dialect.</summary>
    private void WriteOfOthers(string name, double? value)
    {
        if (value is null)
        {
            return;
        }

        if (IsGenuine)
        {
            _notes.Unsupported(name, "the vendor has no such field");
            return;
        }

        _json.WriteNumber(name, value.Value);
    }
}
