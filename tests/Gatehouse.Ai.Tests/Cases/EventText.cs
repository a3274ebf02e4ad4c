using System.Globalization;
using System.Text;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Tests.Cases;

/// <summary>Canonical events as text, one a line, for comparison and for reading.</summary>
internal static class EventText
{
    public static string Of(IEnumerable<ChatEvent> events)
    {
        var text = new StringBuilder();
        foreach (var step in events)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(step.Choice == 0 ? "" : $"[{step.Choice}] ")}{Of(step)}\n");
        }

        return text.ToString();
    }

    private static string Of(ChatEvent step) => step switch
    {
        AnswerStarted s => $"started id={s.Id} model={s.Model} created={s.Created} fingerprint={s.Fingerprint} tier={s.ServiceTier}",
        TextDelta t => $"text {Quoted(t.Text)}{(t.Logprobs.ValueKind == JsonValueKind.Undefined ? "" : $" logprobs={t.Logprobs.GetRawText()}")}",
        RefusalDelta r => $"refusal {Quoted(r.Text)}",
        ReasoningDelta r => $"reasoning {Quoted(r.Text)}",
        ReasoningSealed r => $"sealed signature={r.Signature} redacted={r.Redacted} origin={r.Origin} id={r.Id}",
        ToolCallStarted c => $"call {c.Index} id={c.Id} name={c.Name}",
        ToolCallDelta c => $"arguments {c.Index} {Quoted(c.Arguments)}",
        ForeignDelta f => $"foreign {f.Dialect} {f.Kind} {f.Value.GetRawText()}",
        PartEnded => "part ended",
        AnswerFinished f => $"finished {f.Reason}{(f.StopSequence is null ? "" : $" {Quoted(f.StopSequence)}")}",
        UsageReported u => $"usage {Of(u.Usage)}",
        AnswerEnded => "ended",
        AnswerFailed f => $"failed {f.Error.Kind} code={f.Error.Code} {Quoted(f.Error.Message)}",
        _ => throw new ArgumentException(step.ToString()),
    };

    private static string Of(TokenUsage u)
    {
        (string Name, long? Value)[] figures =
        [
            ("input", u.Input), ("cacheRead", u.CacheRead), ("cacheWrite", u.CacheWrite), ("cacheWriteHour", u.CacheWriteHour), ("inputAudio", u.InputAudio),
            ("inputImage", u.InputImage), ("output", u.Output), ("reasoning", u.Reasoning), ("outputAudio", u.OutputAudio),
        ];
        return string.Join(' ', figures.Where(f => f.Value is not null).Select(f => $"{f.Name}={f.Value}")) + (u.IsEstimated ? " estimated" : "");
    }

    private static string Quoted(string text) => JsonSerializer.Serialize(text);
}
