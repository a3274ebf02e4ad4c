using System.Text;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Core.Plugins;

namespace Gatehouse.Gateway.Plugins.Cors;

/// <summary>Answers preflights and marks other answers for cross-origin use.</summary>
internal sealed class CorsPlugin : Plugin
{
    private static readonly object HeadersDone = new();

    private readonly CorsConfig _config;
    private readonly CorsPolicy _policy;
    private readonly int _slot;
    private readonly byte[] _allowMethods;
    private readonly byte[]? _allowHeaders, _exposeHeaders, _maxAge;

    public CorsPlugin(CorsConfig config, int slot)
    {
        _config = config;
        _policy = new CorsPolicy(config);
        _slot = slot;
        _allowMethods = Encoding.UTF8.GetBytes(config.AllowMethods);
        _allowHeaders = config.AllowHeaders is { } allowed ? Encoding.UTF8.GetBytes(allowed) : null;
        _exposeHeaders = config.ExposeHeaders is { } exposed ? Encoding.UTF8.GetBytes(exposed) : null;
        _maxAge = config.MaxAge is { } age ? Encoding.ASCII.GetBytes(age) : null;
    }

    /// <inheritdoc/>
    public override ValueTask AccessAsync(Exchange exchange)
    {
        var request = exchange.Request.Headers;
        if (exchange.Request.Method != RequestMethod.Options
            || !request.TryGet(HeaderNames.Origin, out var origin)
            || !request.Contains(CorsHeaders.RequestMethod))
        {
            return ValueTask.CompletedTask;
        }

        exchange.SetState(_slot, HeadersDone);
        if (!_config.PreflightContinue)
        {
            var response = exchange.Response.Headers;
            _policy.Apply(origin, true, response);
            SetPreflight(request, response);
            exchange.Respond(200, null, default);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override void OnResponseHead(Exchange exchange)
    {
        if (exchange.GetState<object>(_slot) is not null)
        {
            return;
        }

        bool hasOrigin = exchange.Request.Headers.TryGet(HeaderNames.Origin, out var origin);
        if (!hasOrigin && !_config.AllowOriginAbsent)
        {
            return;
        }

        var response = exchange.Response.Headers;
        _policy.Apply(origin, hasOrigin, response);
        if (_exposeHeaders is not null)
        {
            response.Set(CorsHeaders.ExposeHeaders, _exposeHeaders);
        }
    }

    private void SetPreflight(HeaderMap request, HeaderMap response)
    {
        if (_allowHeaders is not null)
        {
            response.Set(CorsHeaders.AllowHeaders, _allowHeaders);
        }
        else if (request.TryGet(CorsHeaders.RequestHeaders, out var requested))
        {
            response.Set(CorsHeaders.AllowHeaders, requested);
        }

        response.Set(CorsHeaders.AllowMethods, _allowMethods);
        if (_maxAge is not null)
        {
            response.Set(CorsHeaders.MaxAge, _maxAge);
        }

        if (_config.PrivateNetwork
            && request.TryGet(CorsHeaders.RequestPrivateNetwork, out var wanted)
            && wanted.SequenceEqual("true"u8))
        {
            response.Set(CorsHeaders.AllowPrivateNetwork, "true"u8);
        }
    }
}
