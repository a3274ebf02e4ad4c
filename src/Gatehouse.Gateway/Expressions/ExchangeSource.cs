using System.Text;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Expressions;
using Gatehouse.Gateway.Observability;
using Gatehouse.Gateway.Routing;

namespace Gatehouse.Gateway.Expressions;

/// <summary>Reads the variables of <see cref="RequestVariables"/> out of an exchange. One per thread, reused.</summary>
internal sealed class ExchangeSource : IExpressionSource
{
    [ThreadStatic]
    private static ExchangeSource? _current;

    private Exchange _exchange = null!;
    private TimeProvider _time = null!;
    private DateTimeOffset? _now;

    private ExchangeSource()
    {
    }

    /// <summary>The calling thread's source, for this exchange. It is the thread's until it asks again; never kept over an await.</summary>
    public static ExchangeSource For(Exchange exchange, TimeProvider time)
    {
        var source = _current ??= new ExchangeSource();
        source._exchange = exchange;
        source._time = time;
        source._now = null;
        return source;
    }

    /// <inheritdoc/>
    public bool TryRead(int variable, scoped ref ExpressionScratch scratch, out ExpressionValue value)
    {
        var request = _exchange.Request;
        switch ((RequestVariable)variable)
        {
            case RequestVariable.RequestMethod:
                value = ExpressionValue.Text(request.Method.Bytes);
                return true;
            case RequestVariable.RequestPath:
                value = ExpressionValue.Text(request.Path);
                return true;
            case RequestVariable.RequestHost:
                value = Host(request.Authority, ref scratch);
                return true;
            case RequestVariable.RequestScheme:
                value = ExpressionValue.Text(_exchange.IsHttps ? "https"u8 : "http"u8);
                return true;
            case RequestVariable.RequestSize:
                value = ExpressionValue.Int(request.ContentLength ?? 0);
                return request.ContentLength is not null;
            case RequestVariable.ClientIp:
                value = ExpressionValue.Ip(_exchange.ClientAddress);
                return true;
            case RequestVariable.ClientPort:
                value = ExpressionValue.Int(_exchange.ClientPort);
                return _exchange.ClientPort != 0;
            case RequestVariable.Claims:
                value = _exchange.Claims is { } claims ? ExpressionValue.Json(claims.Json.Span, ref scratch) : default;
                return _exchange.Claims is not null;
            case RequestVariable.Now:
                value = ExpressionValue.Timestamp(_now ??= _time.GetUtcNow());
                return true;
            case RequestVariable.ResponseStatus:
                value = ExpressionValue.Int(_exchange.Response.Status);
                return true;
            case RequestVariable.ResponseSize:
                value = ExpressionValue.Int(_exchange.Downstream.BytesSent);
                return true;
            default:
                return TryText(NameOf((RequestVariable)variable), ref scratch, out value);
        }
    }

    /// <inheritdoc/>
    public bool TryReadEntry(int variable, scoped in ExpressionKey key, scoped ref ExpressionScratch scratch, out ExpressionValue value)
    {
        if (!TryReadItem(variable, key, 0, ref scratch, out value))
        {
            return false;
        }

        // Whoever takes the first and whoever takes the last of several would disagree about what was asked.
        if (TryReadItem(variable, key, 1, ref scratch, out _))
        {
            value = ExpressionValue.Fault(ExpressionFault.Repeated);
        }

        return true;
    }

    /// <inheritdoc/>
    public bool TryReadItem(int variable, scoped in ExpressionKey key, int index, scoped ref ExpressionScratch scratch, out ExpressionValue value)
    {
        switch ((RequestVariable)variable)
        {
            case RequestVariable.RequestHeaders or RequestVariable.RequestHeaderValues:
                bool hasField = FieldLines.TryGet(_exchange.Request.Headers, key, index, out var line);
                value = ExpressionValue.Text(line);
                return hasField;
            case RequestVariable.ResponseHeaders:
                bool isAnswered = FieldLines.TryGet(_exchange.Response.Headers, key, index, out var answered);
                value = ExpressionValue.Text(answered);
                return isAnswered;
            case RequestVariable.RequestQuery or RequestVariable.RequestQueryValues:
                return TryParameter(key.Text, index, ref scratch, out value);
            case RequestVariable.RouteTags:
                return TryTag(_exchange.Route?.Tags, index, ref scratch, out value);
            case RequestVariable.ConsumerGroups:
                var groups = _exchange.ConsumerGroups;
                return TryText(index < groups.Count ? groups[index].Name : null, ref scratch, out value);
            case RequestVariable.ConsumerTags:
                return TryTag(_exchange.Consumer?.Tags, index, ref scratch, out value);
            default:
                value = default;
                return false;
        }
    }

    /// <summary>Names of entities; null where there is none.</summary>
    private string? NameOf(RequestVariable variable) => variable switch
    {
        RequestVariable.ConsumerId => _exchange.Consumer?.Id,
        RequestVariable.ConsumerUsername => _exchange.Consumer?.Username,
        RequestVariable.ConsumerCustomId => _exchange.Consumer?.CustomId,
        RequestVariable.CredentialId => _exchange.Credential?.Id,
        RequestVariable.RouteName => _exchange.Route?.Name,
        RequestVariable.ServiceName => _exchange.Service?.Name,
        _ => null,
    };

    private static ExpressionValue Host(ReadOnlySpan<byte> authority, scoped ref ExpressionScratch scratch)
    {
        var host = HostPort.Split(authority, out _);
        host = host is [.., (byte)'.'] ? host[..^1] : host;
        if (!host.ContainsAnyInRange((byte)'A', (byte)'Z'))
        {
            return ExpressionValue.Text(host);
        }

        if (!scratch.TryTake(host.Length, out var memory))
        {
            return ExpressionValue.Fault(ExpressionFault.Budget);
        }

        for (int i = 0; i < host.Length; i++)
        {
            memory[i] = host[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(host[i] | 0x20) : host[i];
        }

        return ExpressionValue.Text(memory);
    }

    private bool TryParameter(ReadOnlySpan<byte> name, int index, scoped ref ExpressionScratch scratch, out ExpressionValue value)
    {
        value = default;
        var reader = new QueryReader(_exchange.Request.Query);
        while (reader.MoveNext())
        {
            if (QueryReader.Means(reader.Name, name) && index-- == 0)
            {
                value = scratch.TryTake(reader.Value.Length, out var memory)
                    ? ExpressionValue.Text(QueryReader.Decode(reader.Value, memory))
                    : ExpressionValue.Fault(ExpressionFault.Budget);
                return true;
            }
        }

        return false;
    }

    private static bool TryTag(IReadOnlyList<string>? tags, int index, scoped ref ExpressionScratch scratch, out ExpressionValue value)
        => TryText(tags is not null && index < tags.Count ? tags[index] : null, ref scratch, out value);

    private static bool TryText(string? text, scoped ref ExpressionScratch scratch, out ExpressionValue value)
    {
        value = default;
        if (text is not null)
        {
            value = scratch.TryTake(Encoding.UTF8.GetByteCount(text), out var memory)
                ? ExpressionValue.Text(memory[..Encoding.UTF8.GetBytes(text, memory)])
                : ExpressionValue.Fault(ExpressionFault.Budget);
        }

        return text is not null;
    }
}
