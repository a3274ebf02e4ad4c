using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Gatehouse.Control.AdminApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Control.Listening;

/// <summary>
/// The endpoints of one API, and what Kong does for all of them: 404 and 405 texts, OPTIONS with CORS, latency and server
/// headers. A failing endpoint answers 500 and is logged.
/// </summary>
public sealed partial class ControlSite
{
    private readonly Dictionary<string, ControlEndpoint> _endpoints;
    private readonly HostGuard _guard;
    private readonly bool _knowsEntities;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    internal ControlSite(
        IEnumerable<ControlEndpoint> endpoints, HostGuard guard, bool knowsEntities, TimeProvider time, ILogger logger)
    {
        _endpoints = endpoints.ToDictionary(static e => e.Path, StringComparer.Ordinal);
        _guard = guard;
        _knowsEntities = knowsEntities;
        _time = time;
        _logger = logger;
    }

    internal async Task HandleAsync(HttpContext context)
    {
        var start = _time.GetTimestamp();
        context.Response.OnStarting(() =>
        {
            var milliseconds = (long)_time.GetElapsedTime(start).TotalMilliseconds;
            var headers = context.Response.Headers;
            headers.Server = ControlProduct.Server;
            headers["X-Kong-Admin-Latency"] = milliseconds.ToString(CultureInfo.InvariantCulture);
            headers.AccessControlAllowOrigin = "*";
            headers.AccessControlAllowCredentials = "true";
            headers.XContentTypeOptions = "nosniff";
            return Task.CompletedTask;
        });

        try
        {
            await AnswerAsync(context);
        }
        catch (BadHttpRequestException e)
        {
            var message = e.StatusCode == StatusCodes.Status413PayloadTooLarge ? "Request body is too large" : "Bad request";
            await FailAsync(context, e.StatusCode, message);
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested)
        {
            LogFailure(e, context.Request.Path);
            await FailAsync(context, StatusCodes.Status500InternalServerError, "An unexpected error occurred");
        }
        catch (Exception)
        {
            // The client has gone: there is nobody to answer.
        }
    }

    private Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        if (_guard.Refuses(context) is { } refusal)
        {
            return JsonAnswer.MessageAsync(context, StatusCodes.Status403Forbidden, refusal);
        }

        var path = request.Path.Value is { Length: > 1 } p ? p.TrimEnd('/') : "/";
        if ((!_endpoints.TryGetValue(path.Length == 0 ? "/" : path, out var endpoint) && !TryFindAbove(path, out endpoint))
            || endpoint.Claims?.Invoke(path) == false)
        {
            return AnswerUnknownAsync(context, path);
        }

        if (request.Method == "OPTIONS")
        {
            return Options(context, endpoint.Allow);
        }

        return endpoint.Find(request.Method) is { } handler
            ? handler(context)
            : JsonAnswer.MessageAsync(context, StatusCodes.Status405MethodNotAllowed, "Method not allowed");
    }

    private bool TryFindAbove(string path, [NotNullWhen(true)] out ControlEndpoint? endpoint)
    {
        int slash = path.Length < 2 ? -1 : path.IndexOf('/', 1);
        endpoint = null;
        return slash > 0 && _endpoints.TryGetValue(path[..slash], out endpoint) && endpoint.OwnsSubpaths;
    }

    private Task AnswerUnknownAsync(HttpContext context, string path)
    {
        if (_knowsEntities && EntityPaths.Find(path) is { } entity)
        {
            if (context.Request.Method == "OPTIONS")
            {
                return Options(context, "OPTIONS");
            }

            if (EntityPaths.RefusedVerb(context.Request.Method) is { } verb)
            {
                return EntityPaths.RefuseAsync(context, verb, entity);
            }
        }

        return JsonAnswer.MessageAsync(context, StatusCodes.Status404NotFound, "Not found");
    }

    private static Task Options(HttpContext context, string allow)
    {
        var headers = context.Response.Headers;
        headers.Allow = allow;
        headers.AccessControlAllowMethods = allow;
        headers.AccessControlAllowHeaders = "Content-Type";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static async Task FailAsync(HttpContext context, int status, string message)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        context.Response.Clear();
        await JsonAnswer.MessageAsync(context, status, message);
    }

    [LoggerMessage(2101, LogLevel.Error, "A request to {Path} failed")]
    private partial void LogFailure(Exception exception, PathString path);
}
