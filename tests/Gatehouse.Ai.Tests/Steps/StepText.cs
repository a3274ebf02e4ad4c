using System.Globalization;
using System.Text;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Tests.Steps;

/// <summary>Canonical events as lines of text, to compare and to read.</summary>
internal static class StepText
{
    public static string Of(IEnumerable<ChatEvent> events) => string.Join('\n', events.Select(Of));

    public static string Of(ChatEvent step) => step switch
    {
        AnswerStarted s => $"start {s.Id ?? "-"} {s.Model ?? "-"} {s.Created?.ToString(CultureInfo.InvariantCulture) ?? "-"} {s.ServiceTier ?? "-"}",
        TextDelta t => t.Logprobs.ValueKind == System.Text.Json.JsonValueKind.Undefined ? $"text {t.Text}" : $"text {t.Text} {t.Logprobs.GetRawText()}",
        RefusalDelta r => $"refusal {r.Text}",
        ReasoningDelta r => $"thought {r.Text}",
        ReasoningSealed s => $"seal {s.Origin} {s.Signature ?? "-"} {s.Redacted ?? "-"}",
        ToolCallStarted c => $"call {c.Index} {c.Id} {c.Name}",
        ToolCallDelta d => $"args {d.Index} {d.Arguments}",
        ForeignDelta f => $"foreign {f.Dialect} {f.Kind} {f.Value.GetRawText()}",
        PartEnded => "end",
        AnswerFinished f => $"finish {f.Reason} {f.StopSequence ?? "-"}",
        UsageReported u => $"usage {Of(u.Usage)}",
        AnswerEnded => "over",
        AnswerFailed f => $"failed {f.Error.Kind} {f.Error.Message}",
        _ => step.ToString(),
    };

    public static string Of(in TokenUsage usage)
    {
        var text = new StringBuilder();
        Add("in", usage.Input);
        Add("read", usage.CacheRead);
        Add("write", usage.CacheWrite);
        Add("hour", usage.CacheWriteHour);
        Add("out", usage.Output);
        Add("thought", usage.Reasoning);
        return text.ToString().TrimEnd();

        void Add(string name, long? count)
        {
            if (count is not null)
            {
                text.Append(CultureInfo.InvariantCulture, $"{name}={count} ");
            }
        }
    }
}
