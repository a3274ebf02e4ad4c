using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers.OpenAi;

/// <summary>
/// Reads chat completions, whole or chunk by chunk: a whole answer is one chunk whose delta is called message. Ordinary chunks are read
/// without a document and allocate their event and its text only. Throws <see cref="JsonException"/>, <see cref="InvalidOperationException"/>
/// or <see cref="AiException"/> for what is not understood.
/// </summary>
internal sealed partial class OpenAiAnswerReader
{
    // OpenAI's bound of n.
    private const int MaxChoices = 128;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = 128 };

    private readonly List<OpenAiChoice> _choices = [];
    private string? _id;
    private string? _model;
    private string? _fingerprint;
    private string? _tier;
    private long? _created;
    private bool _hasStarted;

    /// <summary>Whether there is an answer and the vendor said of every one why it ended.</summary>
    public bool HasFinished => _choices.Count > 0 && _choices.TrueForAll(c => c.Reason is not null);

    /// <summary>Whether there is any answer.</summary>
    public bool HasChoices => _choices.Count > 0;

    /// <summary>Whether the chunk that was read last told usage and spoke of no answer.</summary>
    public bool IsUsageOnly { get; private set; }

    /// <summary>Adds the events of a chunk.</summary>
    public void Read(ReadOnlySpan<byte> json, List<ChatEvent> events)
    {
        var reader = new Utf8JsonReader(json, Options);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException();
        }

        int first = events.Count;
        bool hasChoices = false;
        bool isError = false;
        TokenUsage usage = default;
        JsonElement error = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("choices"u8))
            {
                hasChoices |= ReadChoices(ref reader, events);
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                reader.Read();
                usage = usage.MergedWith(OpenAiUsageReader.Read(ref reader));
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                reader.Read();
                error = JsonElement.ParseValue(ref reader);
            }
            else if (reader.ValueTextEquals("x_groq"u8))
            {
                ReadGroq(ref reader, ref usage, ref error);
            }
            else if (!_hasStarted)
            {
                isError |= ReadStart(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        // Whatever follows the object is no chunk of ours.
        reader.Read();
        bool says = hasChoices || !usage.IsEmpty;
        IsUsageOnly = !hasChoices && !usage.IsEmpty && error.ValueKind == JsonValueKind.Undefined;
        if (!_hasStarted && (says || _id is not null))
        {
            _hasStarted = true;
            // Its fields may stand behind the choices.
            events.Insert(first, new AnswerStarted { Id = _id, Model = _model, Created = _created, Fingerprint = _fingerprint, ServiceTier = _tier });
        }

        if (!usage.IsEmpty)
        {
            events.Add(new UsageReported(usage));
        }

        if (error.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
        {
            events.Add(new AnswerFailed(OpenAiErrorReader.Read(error)));
        }
        else if (isError)
        {
            events.Add(new AnswerFailed(OpenAiErrorReader.Read(JsonElement.Parse(json))));
        }
    }

    /// <summary>Tells that the answers are complete.</summary>
    public void Finish(List<ChatEvent> events)
    {
        foreach (var choice in _choices)
        {
            choice.Finish(events);
        }
    }

    /// <summary>Reads a field of the envelope; true when it says that the object is an error (older vLLM).</summary>
    private bool ReadStart(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("id"u8))
        {
            _id = Text(ref reader);
        }
        else if (reader.ValueTextEquals("model"u8))
        {
            _model = Text(ref reader);
        }
        else if (reader.ValueTextEquals("system_fingerprint"u8))
        {
            _fingerprint = Text(ref reader);
        }
        else if (reader.ValueTextEquals("service_tier"u8))
        {
            _tier = Text(ref reader);
        }
        else if (reader.ValueTextEquals("created"u8))
        {
            reader.Read();
            _created = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long created) && created > 0 ? created : _created;
            reader.Skip();
        }
        else if (reader.ValueTextEquals("object"u8))
        {
            reader.Read();
            return reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("error"u8);
        }
        else
        {
            reader.Skip();
        }

        return false;
    }

    /// <summary>Groq reports usage and failures of streams in an object of its own.</summary>
    private static void ReadGroq(ref Utf8JsonReader reader, ref TokenUsage usage, ref JsonElement error)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("usage"u8))
            {
                reader.Read();
                usage = usage.MergedWith(OpenAiUsageReader.Read(ref reader));
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                reader.Read();
                error = JsonElement.ParseValue(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private bool ReadChoices(ref Utf8JsonReader reader, List<ChatEvent> events)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return false;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException();
        }

        bool any = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            any = true;
            ReadChoice(ref reader, events);
        }

        if (reader.TokenType != JsonTokenType.EndArray)
        {
            throw new JsonException();
        }

        return any;
    }

    private OpenAiChoice ChoiceAt(int index)
    {
        if (index is < 0 or >= MaxChoices)
        {
            throw new JsonException();
        }

        while (_choices.Count <= index)
        {
            _choices.Add(new OpenAiChoice(_choices.Count, SeedOfIds));
        }

        return _choices[index];
    }

    /// <summary>Makes ids of calls that came without one unlike those of other answers in a conversation.</summary>
    private string SeedOfIds()
    {
        var letters = string.Concat((_id ?? "").Where(char.IsAsciiLetterOrDigit));
        return letters.Length == 0 ? "" : $"{letters[^Math.Min(12, letters.Length)..]}_";
    }

    /// <summary>The next value as text; null unless it is a string that is not empty.</summary>
    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.ValueSpan.IsEmpty ? null : reader.GetString();
        }

        reader.Skip();
        return null;
    }
}
