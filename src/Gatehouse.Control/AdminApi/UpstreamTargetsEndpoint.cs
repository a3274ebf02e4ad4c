using System.Net;
using System.Text.Json.Nodes;
using Gatehouse.Control.Distribution;
using Gatehouse.Control.Listening;
using Gatehouse.Control.StatusApi;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Control.AdminApi;

/// <summary>
/// What the Admin API has of upstreams without a database: their health, the list of their targets, and an operator's word on one,
/// <c>PUT /upstreams/{u}/targets/{t}[/{address}]/healthy</c> or <c>unhealthy</c>; <c>POST</c> as well, which go-kong sends.
/// </summary>
internal sealed class UpstreamTargetsEndpoint(ConfigurationHost host, IUpstreamHealth health, Guid nodeId)
{
    private const int DefaultPort = 8000;

    private readonly UpstreamHealthEndpoint _health = new(host, health, nodeId);

    public ControlEndpoint Endpoint => new()
    {
        Path = UpstreamHealthEndpoint.Path,
        OwnsSubpaths = true,
        Claims = static path => UpstreamHealthEndpoint.IsHealth(path) || IsList(path) || IsWord(path),
        Get = GetAsync,
        Post = SetAsync,
        Put = SetAsync,
    };

    private static bool IsList(string path) => UpstreamHealthEndpoint.Split(path) is [_, "targets"] or [_, "targets", "all"];

    private static bool IsWord(string path)
        => UpstreamHealthEndpoint.Split(path) is [_, "targets", _, "healthy" or "unhealthy"] or [_, "targets", _, _, "healthy" or "unhealthy"];

    private Task GetAsync(HttpContext context)
    {
        string path = context.Request.Path.Value!;
        if (UpstreamHealthEndpoint.IsHealth(path))
        {
            return _health.GetAsync(context);
        }

        if (!IsList(path))
        {
            return JsonAnswer.MessageAsync(context, StatusCodes.Status405MethodNotAllowed, "Method not allowed");
        }

        var config = host.Current;
        if (UpstreamHealthEndpoint.Find(config, UpstreamHealthEndpoint.Split(path)[0]) is not { } upstream)
        {
            return NotFoundAsync(context);
        }

        return JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, new JsonObject
        {
            ["data"] = new JsonArray([.. config.Targets.Where(t => t.UpstreamId == upstream.Id).Select(static t => (JsonNode)UpstreamHealthEndpoint.Show(t))]),
            ["next"] = null,
        });
    }

    private Task SetAsync(HttpContext context)
    {
        string path = context.Request.Path.Value!;
        if (IsList(path) && EntityPaths.RefusedVerb(context.Request.Method) is { } verb)
        {
            return EntityPaths.RefuseAsync(context, verb, "targets");
        }

        if (!IsWord(path))
        {
            return JsonAnswer.MessageAsync(context, StatusCodes.Status405MethodNotAllowed, "Method not allowed");
        }

        string[] segments = UpstreamHealthEndpoint.Split(path);
        var config = host.Current;
        IPEndPoint? address = null;
        if (UpstreamHealthEndpoint.Find(config, segments[0]) is not { } upstream
            || Find(config, upstream, segments[2]) is not { } target
            || (segments.Length == 5 && !TryReadAddress(segments[3], target, out address))
            || !health.TrySet(upstream.Id, target.Target, address, segments[^1] == "healthy"))
        {
            return NotFoundAsync(context);
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static TargetConfig? Find(ConfigSet config, UpstreamConfig upstream, string idOrTarget)
        => config.Targets.FirstOrDefault(t => t.UpstreamId == upstream.Id
            && (t.Id == idOrTarget || IsSame(t.Target, idOrTarget) || IsSame(t.Target, $"{idOrTarget}:{DefaultPort}")));

    private static bool IsSame(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    /// <summary>An address with its port, or without, which is the target's then.</summary>
    private static bool TryReadAddress(string text, TargetConfig target, out IPEndPoint? address)
    {
        if (IPEndPoint.TryParse(text, out address) && address.Port == 0
            && int.TryParse(target.Target.AsSpan(target.Target.LastIndexOf(':') + 1), out int port))
        {
            address = new IPEndPoint(address.Address, port);
        }

        return address is not null;
    }

    private static Task NotFoundAsync(HttpContext context) => JsonAnswer.MessageAsync(context, StatusCodes.Status404NotFound, "Not found");
}
