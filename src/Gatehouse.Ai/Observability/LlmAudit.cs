using System.Globalization;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Pipeline;
using Gatehouse.Gateway.Observability;

namespace Gatehouse.Ai.Observability;

/// <summary>
/// One line of JSON for each request to a language model, in the audit log: who asked which model, what was decided and why, who answered, what it cost.
/// Names, classes and counts; never content, and of what the client wrote only names that the configuration has.
/// </summary>
internal sealed class LlmAudit(AuditLog? log, TimeProvider time)
{
    /// <summary>Attempts and reasons of a record: more tell nobody more.</summary>
    private const int MaxItems = 32;

    /// <summary>Writes the record of a request that is over.</summary>
    public void Write(AiCall call, CallWatch watch, string outcome)
    {
        if (log is not { TakesRecords: true })
        {
            return;
        }

        var line = JsonLine.Rent();
        line.Raw("{\"event\":\"llm_request\",\"at\":"u8);
        line.Number(time.GetUtcNow().ToUnixTimeMilliseconds());
        Text(line, ",\"request_id\":"u8, call.RequestId);
        Text(line, ",\"trace_id\":"u8, watch.TraceId);
        Text(line, ",\"client_ip\":"u8, watch.ClientAddress);
        Text(line, ",\"surface\":"u8, call.Surface.Name);
        Text(line, ",\"operation\":"u8, watch.Operation);
        Text(line, ",\"model\":"u8, call.KnownModel);
        line.Raw(watch.IsStream ? ",\"stream\":true"u8 : ",\"stream\":false"u8);
        Text(line, ",\"outcome\":"u8, outcome);
        WriteWho(line, call, watch);
        WriteDecision(line, call);
        WriteAttempts(line, watch);
        Text(line, ",\"deployment\":"u8, call.Deployment?.Name);
        Text(line, ",\"cache\":"u8, watch.Cache);
        Money(line, ",\"cost\":"u8, call.Cost);
        Money(line, ",\"saved\":"u8, watch.Saved);
        Number(line, ",\"ms\":"u8, (long)watch.Elapsed.TotalMilliseconds);
        line.Raw((byte)'}');
        log.Record(line);
    }

    private static void WriteWho(JsonLine line, AiCall call, CallWatch watch)
    {
        if (watch.Route is { } route)
        {
            Text(line, ",\"route\":{\"id\":"u8, route.Id);
            Text(line, ",\"name\":"u8, route.Name);
            line.Raw((byte)'}');
        }

        if (call.ConsumerId is { } consumer)
        {
            Text(line, ",\"consumer\":{\"id\":"u8, consumer);
            Text(line, ",\"username\":"u8, call.ConsumerName);
            line.Raw((byte)'}');
        }

        if (call.CredentialId is { } credential)
        {
            Text(line, ",\"credential\":{\"id\":"u8, credential);
            line.Raw((byte)'}');
        }
    }

    private static void WriteDecision(JsonLine line, AiCall call)
    {
        if (call is { Policy: { } policy, Classification: { } found })
        {
            Text(line, ",\"policy\":"u8, policy.Name);
            Text(line, ",\"action\":"u8, PolicyWords.ActionOf(call));
            Text(line, ",\"data_class\":"u8, found.Class.Name);
            Texts(line, ",\"origins\":["u8, PolicyWords.OriginsOf(found));
            line.Raw(",\"findings\":{"u8);
            string separator = "";
            foreach (var (kind, count) in found.Counts.NonZero())
            {
                line.Raw(separator.Length == 0 ? default : ","u8);
                separator = ",";
                line.String(kind);
                line.Raw((byte)':');
                line.Number(count);
            }

            line.Raw((byte)'}');
            Number(line, ",\"clinical\":"u8, found.Counts.Clinical);
            Number(line, ",\"uninspectable\":"u8, found.UninspectableParts);
        }

        if (call.Reasons.Count > 0)
        {
            Texts(line, ",\"reasons\":["u8, call.Reasons.Take(MaxItems));
        }
    }

    private static void WriteAttempts(JsonLine line, CallWatch watch)
    {
        line.Raw(",\"attempts\":["u8);
        for (int i = 0; i < Math.Min(MaxItems, watch.Attempts.Count); i++)
        {
            var attempt = watch.Attempts[i];
            Text(line, i == 0 ? "{\"deployment\":"u8 : ",{\"deployment\":"u8, attempt.Deployment.Name);
            Text(line, ",\"provider\":"u8, attempt.Deployment.Provider.Name);
            Text(line, ",\"outcome\":"u8, attempt.ErrorType ?? "ok");
            Number(line, ",\"status\":"u8, attempt.Error?.VendorStatus is > 0 and var status ? status : null);
            Number(line, ",\"ms\":"u8, (long)attempt.Duration.TotalMilliseconds);
            Number(line, ",\"first_token_ms\":"u8, (long?)attempt.FirstToken?.TotalMilliseconds);
            if (attempt.Usage is { } usage)
            {
                WriteTokens(line, usage);
            }

            Money(line, ",\"cost\":"u8, attempt.Cost);
            line.Raw((byte)'}');
        }

        line.Raw((byte)']');
    }

    private static void WriteTokens(JsonLine line, TokenUsage usage)
    {
        Number(line, ",\"tokens\":{\"input\":"u8, usage.TotalInput);
        Number(line, ",\"output\":"u8, usage.TotalOutput);
        Number(line, ",\"cache_read\":"u8, usage.CacheRead);
        Number(line, ",\"cache_write\":"u8, usage.CacheWrite is null ? usage.CacheWriteHour : usage.CacheWrite + (usage.CacheWriteHour ?? 0));
        Number(line, ",\"reasoning\":"u8, usage.Reasoning);
        line.Raw((byte)'}');
    }

    private static void Text(JsonLine line, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
        {
            line.Raw(name);
            line.String(text.Length <= 512 ? text : text[..512]);
        }
    }

    private static void Texts(JsonLine line, ReadOnlySpan<byte> name, IEnumerable<string> texts)
    {
        line.Raw(name);
        bool isFirst = true;
        foreach (string text in texts)
        {
            Text(line, isFirst ? default : ","u8, text);
            isFirst = false;
        }

        line.Raw((byte)']');
    }

    private static void Number(JsonLine line, ReadOnlySpan<byte> name, long? number)
    {
        if (number is { } value)
        {
            line.Raw(name);
            line.Number(value);
        }
    }

    private static void Money(JsonLine line, ReadOnlySpan<byte> name, decimal? usd)
    {
        if (usd is { } value)
        {
            // Text: a number would be read as one of 53 bits.
            Text(line, name, value.ToString("0.##################", CultureInfo.InvariantCulture));
        }
    }
}
