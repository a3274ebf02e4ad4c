using Gatehouse.Core.Exchanges;
using Gatehouse.Gateway.Identity;

namespace Gatehouse.Gateway.Observability;

/// <summary>
/// One line of JSON for each authentication failure and each denial: who, by which plugin and why, from where, for which route; never
/// the credential. Written like the access log, off the loops; lines are dropped and counted rather than waited for.
/// </summary>
/// <param name="stream">Where lines go; null = nowhere.</param>
/// <param name="time">The clock.</param>
/// <param name="takesRecords">Whether it also takes what other rooms record of every request; the node's own log is too narrow for that.</param>
internal sealed class AuditLog(LogStream? stream, TimeProvider time, bool takesRecords = false) : IDisposable
{
    // A path is the client's text, an id of a credential may be a claim: what is longer tells nobody more.
    private const int MaxText = 512;

    /// <summary>What happened to the lines so far.</summary>
    public LogSinkCounters Counters => stream?.Counters ?? default;

    /// <summary>Somebody could not be authenticated.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="plugin">Which plugin says so.</param>
    /// <param name="reason">Why.</param>
    /// <param name="refused">The credential that was recognised and is good no more; null where none was.</param>
    public void AuthenticationFailed(Exchange exchange, string plugin, AuthenticationFailureReason reason, ConsumerCredential? refused = null)
        => Write(exchange, "authentication_failed", plugin, AuthenticationFailureReasons.LabelOf(reason), null, refused);

    /// <summary>Somebody may not.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="plugin">Which plugin says so.</param>
    /// <param name="reason">One word of a small set.</param>
    /// <param name="rule">Which of the plugin's rules decided; null when it has but one.</param>
    public void Denied(Exchange exchange, string plugin, string reason, string? rule)
        => Write(exchange, "access_denied", plugin, reason, rule);

    /// <summary>Whether <see cref="Record"/> writes anything.</summary>
    public bool TakesRecords => takesRecords && stream is not null;

    /// <summary>Writes the line of another room: a whole JSON object that begins with <c>event</c> and <c>at</c>. Does nothing unless <see cref="TakesRecords"/>.</summary>
    public void Record(JsonLine line)
    {
        if (TakesRecords)
        {
            stream!.Append(line.Written);
        }
    }

    /// <summary>Opens the file anew (SIGUSR1).</summary>
    public void Reopen() => stream?.Reopen();

    /// <inheritdoc/>
    public void Dispose() => stream?.Dispose();

    private void Write(Exchange exchange, string name, string plugin, string reason, string? rule, ConsumerCredential? refused = null)
    {
        if (stream is null)
        {
            return;
        }

        var line = JsonLine.Rent();
        line.Raw("{\"event\":"u8);
        line.String(name);
        line.Raw(",\"at\":"u8);
        line.Number(time.GetUtcNow().ToUnixTimeMilliseconds());
        line.Raw(",\"plugin\":"u8);
        line.String(plugin);
        line.Raw(",\"reason\":"u8);
        line.String(reason);
        if (rule is not null)
        {
            line.Raw(",\"rule\":"u8);
            line.String(Short(rule));
        }

        line.Raw(",\"client_ip\":\""u8);
        line.Address(exchange.ClientAddress);
        line.Raw("\",\"request_id\":"u8);
        line.String(exchange.RequestId);
        line.Raw(",\"method\":"u8);
        line.String(Short(exchange.Request.Method.Bytes));
        line.Raw(",\"host\":"u8);
        line.String(Short(exchange.Request.Authority));
        line.Raw(",\"path\":"u8);
        line.String(Short(exchange.Request.Path));
        WriteEntities(line, exchange, refused);
        line.Raw((byte)'}');
        stream.Append(line.Written);
    }

    private static void WriteEntities(JsonLine line, Exchange exchange, ConsumerCredential? refused)
    {
        if (exchange.Route is { } route)
        {
            line.Raw(",\"route\":"u8);
            line.Raw(EntityFragments.OfRoute(exchange, route, LogContent.Compact));
        }

        if (exchange.Service is { } service)
        {
            line.Raw(",\"service\":"u8);
            line.Raw(EntityFragments.OfService(exchange, service, LogContent.Compact));
        }

        if ((refused?.Consumer.Config ?? exchange.Consumer) is { } consumer)
        {
            line.Raw(",\"consumer\":"u8);
            line.Raw(EntityFragments.Of(consumer));
        }

        if ((refused ?? exchange.Credential) is { } credential)
        {
            line.Raw(",\"credential\":{\"kind\":"u8);
            line.String(credential.Kind);
            line.Raw(",\"id\":"u8);
            line.String(Short(credential.Id));
            line.Raw((byte)'}');
        }
    }

    private static string Short(string text) => text.Length <= MaxText ? text : text[..MaxText];

    private static ReadOnlySpan<byte> Short(ReadOnlySpan<byte> text) => text[..Math.Min(text.Length, MaxText)];
}
