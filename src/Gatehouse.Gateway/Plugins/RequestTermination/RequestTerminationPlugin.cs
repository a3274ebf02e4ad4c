using System.Text;
using System.Text.Json;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Answers;

namespace Gatehouse.Gateway.Plugins.RequestTermination;

/// <summary>Answers instead of the upstream: a fixed message or body, or an echo of the request.</summary>
internal sealed class RequestTerminationPlugin : Plugin
{
    private const string JsonType = "application/json; charset=utf-8";

    private readonly RequestTerminationConfig _config;
    private readonly string? _message;
    private readonly string? _contentType;
    private readonly byte[] _body;
    private readonly HeaderName? _triggerHeader;
    private readonly byte[]? _triggerQuery;

    public RequestTerminationPlugin(RequestTerminationConfig config)
    {
        _config = config;
        _message = config.Message ?? DefaultMessage(config.Status);
        if (config.Body is { } body)
        {
            // What nginx says of a body whose type nobody named.
            _contentType = config.ContentType ?? "text/plain; charset=UTF-8";
            _body = Encoding.UTF8.GetBytes(body);
        }
        else if (_message is not null)
        {
            _contentType = JsonType;
            _body = Encoding.UTF8.GetBytes($"{{\"message\":\"{JsonEncodedText.Encode(_message)}\"}}");
        }
        else
        {
            _body = [];
        }

        if (config.Trigger is { } trigger)
        {
            _triggerHeader = new HeaderName(trigger);
            _triggerQuery = Encoding.UTF8.GetBytes(trigger);
        }
    }

    /// <inheritdoc/>
    public override ValueTask AccessAsync(Exchange exchange)
    {
        if (_triggerHeader is not null && !IsTriggered(exchange.Request))
        {
            return ValueTask.CompletedTask;
        }

        if (_config.Echo)
        {
            return EchoAsync(exchange);
        }

        if (AnswerNegotiation.IsGrpc(exchange.Request.Headers))
        {
            exchange.Respond(_config.Status, _config.Body ?? _message);
        }
        else
        {
            exchange.Respond(_config.Status, _contentType, _body);
        }

        return ValueTask.CompletedTask;
    }

    private static string? DefaultMessage(int status) => status switch
    {
        401 => "Unauthorized",
        404 => "Not found",
        405 => "Method not allowed",
        500 => "An unexpected error occurred",
        502 => "Bad Gateway",
        503 => "Service unavailable",
        _ => null,
    };

    private bool IsTriggered(RequestMessage request)
    {
        if (request.Headers.Contains(_triggerHeader!))
        {
            return true;
        }

        var reader = new Observability.QueryReader(request.Query);
        Span<byte> scratch = stackalloc byte[256];
        while (reader.MoveNext())
        {
            if (reader.Name.Length <= scratch.Length
                && Observability.QueryReader.Decode(reader.Name, scratch).SequenceEqual(_triggerQuery))
            {
                return true;
            }
        }

        return false;
    }

    private async ValueTask EchoAsync(Exchange exchange)
    {
        byte[]? body = await RequestEcho.ReadBodyAsync(exchange);
        exchange.Respond(_config.Status, JsonType, RequestEcho.Render(exchange, _message, body));
    }
}
