using System.Text.Json;
using Gatehouse.Control.Listening;
using Gatehouse.Core.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Control.StatusApi;

/// <summary>
/// <c>GET /status/ready</c>: 200 when traffic is welcome, 503 with the reason when not. <c>POST</c> with
/// <c>status=draining</c> turns it to 503 before a shutdown, <c>status=ready</c> turns it back.
/// </summary>
internal sealed class ReadyEndpoint(INodeStatus node)
{
    public ControlEndpoint Endpoint => new() { Path = "/status/ready", Get = GetAsync, Post = PostAsync };

    private Task GetAsync(HttpContext context)
    {
        var reason = node.IsDraining ? "draining"
            : node.ConfigurationHash.AsSpan().IndexOfAnyExcept('0') < 0 ? "no configuration available (empty configuration present)"
            : null;
        return reason is null
            ? JsonAnswer.MessageAsync(context, StatusCodes.Status200OK, "ready")
            : JsonAnswer.MessageAsync(context, StatusCodes.Status503ServiceUnavailable, reason);
    }

    private async Task PostAsync(HttpContext context)
    {
        switch (await ReadStatusAsync(context))
        {
            case "draining":
                node.IsDraining = true;
                break;
            case "ready":
                node.IsDraining = false;
                break;
            default:
                await JsonAnswer.MessageAsync(context, StatusCodes.Status400BadRequest, "status must be draining or ready");
                return;
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task<string?> ReadStatusAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.HasFormContentType)
        {
            return (await request.ReadFormAsync(context.RequestAborted))["status"];
        }

        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body, cancellationToken: context.RequestAborted);
            return body.RootElement.ValueKind == JsonValueKind.Object
                && body.RootElement.TryGetProperty("status", out var status)
                && status.ValueKind == JsonValueKind.String ? status.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
