using System.Text.Json;
using Gatehouse.Core.Diagnostics;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Secrets;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Outbound;

namespace Gatehouse.Gateway.Plugins.Opa;

/// <summary>
/// Lets Open Policy Agent decide. No decision (not reachable, too late, not understood) is a refusal. Decisions may be kept by the
/// digest of everything they were made of.
/// </summary>
internal sealed class OpaPlugin : Plugin
{
    private const int MaxBody = 256 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    // A server that is down fails every request; the log needs to know it every ten seconds.
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(10);

    private readonly OpaConfig _config;
    private readonly IdentityNode _node;
    private readonly OutboundClient _client;
    private readonly TimeProvider _time;
    private readonly DecisionCache? _cache;
    private readonly OutboundRequest _call;
    private long _loggedAt = long.MinValue;

    public OpaPlugin(OpaConfig config, PluginBuildContext context)
    {
        _config = config;
        _node = IdentityServices.From(context).Node;
        _client = OutboundClient.From(context);
        _time = context.Time;
        _cache = config.CacheLifetime > TimeSpan.Zero ? new DecisionCache(config.CacheSize, config.CacheLifetime, context.Time) : null;
        _call = new OutboundRequest
        {
            Url = config.Url,
            Method = HttpMethod.Post,
            VerifyTls = config.VerifiesTls,
            Timeout = config.Timeout,
            Authorization = config.Authorization,
        };
    }

    /// <inheritdoc/>
    public override ValueTask AccessAsync(Exchange exchange)
    {
        if (!OpaInputFields.IsWritable(exchange.Request.Query))
        {
            Refuse(exchange, 400, "Too many query parameters", "unreadable");
            return ValueTask.CompletedTask;
        }

        return _config.Parts.NeedsBody && exchange.Request.HasBody ? WithBodyAsync(exchange) : DecideAsync(exchange, default);
    }

    private async ValueTask WithBodyAsync(Exchange exchange)
    {
        // What the decision has not seen must not get through.
        var read = await exchange.BufferRequestBodyAsync(MaxBody);
        if (read != BodyRead.Whole)
        {
            Refuse(exchange, read == BodyRead.TooLarge ? 413 : 400, null, "unreadable");
        }
        else if (_config.Parts.ParsedBody && !IsJson(exchange.BufferedRequestBody))
        {
            Refuse(exchange, 400, "The body is not valid JSON", "unreadable");
        }
        else
        {
            await DecideAsync(exchange, exchange.BufferedRequestBody);
        }
    }

    private ValueTask DecideAsync(Exchange exchange, ReadOnlyMemory<byte> body)
    {
        if (_cache is null)
        {
            return AskAsync(exchange, OpaInput.Write(exchange, _config.Parts, body.Span, leavesOut: false).ToArray(), default);
        }

        var key = SecretDigest.Of(OpaInput.Write(exchange, _config.Parts, body.Span, leavesOut: true));
        if (_cache.Find(in key) is not { } known)
        {
            return AskAsync(exchange, OpaInput.Write(exchange, _config.Parts, body.Span, leavesOut: false).ToArray(), key);
        }

        Apply(exchange, known);
        return ValueTask.CompletedTask;
    }

    private async ValueTask AskAsync(Exchange exchange, byte[] input, SecretDigest key)
    {
        var answer = await _client.SendAsync(_call with { Body = input }, CancellationToken.None);
        if (!answer.IsSuccess)
        {
            Fail(exchange, "unavailable", answer.Outcome);
        }
        else if (OpaDecisionReader.Read(answer.Body) is not { } decision)
        {
            Fail(exchange, "no_decision", "the answer is no decision");
        }
        else
        {
            _cache?.Add(in key, decision);
            Apply(exchange, decision);
        }
    }

    private void Apply(Exchange exchange, OpaDecision decision)
    {
        var headers = decision.IsAllowed ? exchange.Request.Headers : exchange.Response.Headers;
        foreach (var (name, _) in decision.Headers)
        {
            headers.Remove(name);
        }

        foreach (var (name, value) in decision.Headers)
        {
            headers.Add(name, value);
        }

        if (decision.IsAllowed)
        {
            return;
        }

        if (decision.Json.IsEmpty)
        {
            Refuse(exchange, decision.Status, decision.Message, "denied");
        }
        else
        {
            _node.Reports.Deny(exchange, "opa", "denied");
            exchange.Respond(decision.Status, "application/json; charset=utf-8", decision.Json);
        }
    }

    private void Fail(Exchange exchange, string reason, string outcome)
    {
        long now = _time.GetTimestamp(), logged = Volatile.Read(ref _loggedAt);
        if ((logged == long.MinValue || _time.GetElapsedTime(logged, now) >= LogInterval)
            && Interlocked.CompareExchange(ref _loggedAt, now, logged) == logged)
        {
            OpaLog.NoDecision(_node.Logger, _config.Url.Authority, outcome);
        }

        exchange.Rejection = RejectionReason.PluginFailed;
        Refuse(exchange, 500, "An unexpected error occurred", reason);
    }

    private void Refuse(Exchange exchange, int status, string? message, string reason)
    {
        _node.Reports.Deny(exchange, "opa", reason);
        exchange.Respond(status, message);
    }

    private static bool IsJson(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter for an escape that is half a surrogate pair: found only when a text is decoded.
            return false;
        }
    }
}
