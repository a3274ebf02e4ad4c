using System.Globalization;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers.Ollama;

/// <summary>Makes canonical events of the lines of an answer. The line that says <c>done</c> is the terminator. Belongs to one attempt.</summary>
internal sealed class OllamaLines
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 128 };

    private Kind _open;
    private bool _hasStarted;
    private bool _isOver;
    private int _calls;

    private enum Kind
    {
        None,
        Text,
        Thought,
    }

    /// <summary>Adds what a line says; one that is not understood ends the answer with <see cref="AnswerFailed"/>.</summary>
    public void Decode(ReadOnlySpan<byte> data, List<ChatEvent> events)
    {
        if (_isOver)
        {
            return;
        }

        try
        {
            Tell(OllamaLine.Read(data), data, events);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            Fail(events, "The provider sent a line that is not understood.");
        }
    }

    /// <summary>The stream is over: a failure unless the last line said <c>done</c>.</summary>
    public void Complete(List<ChatEvent> events)
    {
        if (!_isOver)
        {
            Fail(events, "The provider's answer broke off.");
        }
    }

    private void Tell(in OllamaLine line, ReadOnlySpan<byte> data, List<ChatEvent> events)
    {
        if (line.HasError)
        {
            // Its words tell of processes and files of the host.
            Fail(events, "The provider failed while it answered.");
            return;
        }

        if (!_hasStarted)
        {
            _hasStarted = true;
            events.Add(new AnswerStarted { Model = line.Model, Created = UnixSeconds(line.CreatedAt) });
        }

        if (line.Thought is { Length: > 0 } thought)
        {
            Open(Kind.Thought, events);
            events.Add(new ReasoningDelta(thought));
        }

        if (line.Text is { Length: > 0 } text)
        {
            Open(Kind.Text, events);
            events.Add(line.Logprobs.Length > 0 ? new TextDelta(text) { Logprobs = JsonElement.Parse(line.Logprobs.Of(data)) } : new TextDelta(text));
        }

        if (line.Calls.Length > 0)
        {
            Open(Kind.None, events);
            TellCalls(line.Calls.Of(data), line.CreatedAt, events);
        }

        if (line.IsDone)
        {
            Finish(in line, events);
        }
    }

    private void TellCalls(ReadOnlySpan<byte> calls, string? createdAt, List<ChatEvent> events)
    {
        var reader = new Utf8JsonReader(calls, Options);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            var call = OllamaCall.Read(ref reader, calls);
            events.Add(new ToolCallStarted(_calls, call.Id ?? OllamaCall.IdOf(createdAt, _calls, call.Name, call.Arguments), call.Name));
            events.Add(new ToolCallDelta(_calls++, call.Arguments));
            events.Add(PartEnded.Instance);
        }
    }

    private void Finish(in OllamaLine line, List<ChatEvent> events)
    {
        _isOver = true;
        Open(Kind.None, events);
        if (line.InputTokens is not null || line.OutputTokens is not null)
        {
            events.Add(new UsageReported(new TokenUsage { Input = line.InputTokens, Output = line.OutputTokens }));
        }

        events.Add(new AnswerFinished(line.Reason switch
        {
            "length" => FinishReason.Length,
            _ => _calls > 0 ? FinishReason.ToolCalls : FinishReason.Stop,
        }));
        events.Add(AnswerEnded.Instance);
    }

    private void Open(Kind kind, List<ChatEvent> events)
    {
        if (_open != Kind.None && _open != kind)
        {
            events.Add(PartEnded.Instance);
        }

        _open = kind;
    }

    private void Fail(List<ChatEvent> events, string message)
    {
        _isOver = true;
        events.Add(new AnswerFailed(new AiError(AiErrorKind.VendorFailed, message)));
    }

    private static long? UnixSeconds(string? time)
        => DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at.ToUnixTimeSeconds() : null;
}
