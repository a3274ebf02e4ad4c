using System.Globalization;
using System.Text.Json.Nodes;
using Gatehouse.Control.Distribution;
using Gatehouse.Control.Listening;
using Gatehouse.Core.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Control.AdminApi;

/// <summary>
/// <c>/rate-limits</c>: the plugin instances that limit; <c>/rate-limits/{plugin}</c>: their live counters on this node, by pages;
/// <c>/rate-limits/{plugin}/{key}</c>: the counters of one key, which <c>DELETE</c> forgets. Ours: Kong has no such thing.
/// </summary>
internal sealed class RateLimitsEndpoint(ConfigurationHost host, ILimitCounters counters)
{
    private const string Path = "/rate-limits";
    private const int DefaultSize = 100;
    private const int MaxSize = 1000;

    public ControlEndpoint Endpoint => new() { Path = Path, Get = GetAsync, Delete = DeleteAsync, OwnsSubpaths = true };

    private async Task GetAsync(HttpContext context)
    {
        var (plugin, key) = Split(context);
        if (!TryReadNumber(context, "size", DefaultSize, 1, MaxSize, out long size)
            || !TryReadNumber(context, "offset", 0, 0, long.MaxValue, out long offset))
        {
            await JsonAnswer.MessageAsync(
                context, StatusCodes.Status400BadRequest, $"size must be a number between 1 and {MaxSize}, offset one that a page named");
            return;
        }

        if (plugin is null)
        {
            await ListPluginsAsync(context, offset, (int)size);
            return;
        }

        string? known = key is null ? null : LimitKeyText.Read(key, host.Current, counters);
        if (key is not null && known is null)
        {
            await JsonAnswer.MessageAsync(context, StatusCodes.Status400BadRequest, LimitKeyText.Help(counters));
            return;
        }

        if (await counters.ReadAsync(plugin, known, offset, (int)size, context.RequestAborted) is not { } page)
        {
            await JsonAnswer.MessageAsync(context, StatusCodes.Status404NotFound, "Not found");
            return;
        }

        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, new JsonObject
        {
            ["data"] = new JsonArray([.. page.Counters.Select(static c => (JsonNode)new JsonObject
            {
                ["limit"] = c.Limit,
                ["key"] = c.Key,
                ["max"] = c.Max,
                ["remaining"] = c.Remaining,
                ["reset"] = c.ResetSeconds,
            })]),
            ["offset"] = page.Next,
            ["next"] = page.Next is { } next ? $"{Path}/{Uri.EscapeDataString(plugin)}?offset={next}&size={size}" : null,
        });
    }

    private async Task DeleteAsync(HttpContext context)
    {
        var (plugin, key) = Split(context);
        if (plugin is null || key is null)
        {
            await JsonAnswer.MessageAsync(context, StatusCodes.Status405MethodNotAllowed, "Method not allowed");
        }
        else if (LimitKeyText.Read(key, host.Current, counters) is not { } words)
        {
            await JsonAnswer.MessageAsync(context, StatusCodes.Status400BadRequest, LimitKeyText.Help(counters));
        }
        else if (await counters.ResetAsync(plugin, words, context.RequestAborted) is > 0)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        else
        {
            await JsonAnswer.MessageAsync(context, StatusCodes.Status404NotFound, "Not found");
        }
    }

    private Task ListPluginsAsync(HttpContext context, long offset, int size)
    {
        var all = counters.Plugins;
        var page = all.Skip((int)Math.Min(offset, all.Count)).Take(size).ToList();
        long? next = offset + page.Count < all.Count && page.Count > 0 ? offset + page.Count : null;
        return JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, new JsonObject
        {
            ["data"] = new JsonArray([.. page.Select(Show)]),
            ["offset"] = next,
            ["next"] = next is null ? null : $"{Path}?offset={next}&size={size}",
        });
    }

    private static JsonNode Show(LimitingPlugin plugin) => new JsonObject
    {
        ["id"] = plugin.Id,
        ["name"] = plugin.Name,
        ["instance_name"] = plugin.InstanceName,
        ["policy"] = plugin.Policy,
        ["limits"] = new JsonArray([.. plugin.Limits.Select(static l => (JsonNode)new JsonObject
        {
            ["name"] = l.Name,
            ["algorithm"] = l.Algorithm,
            ["limit"] = l.Limit,
            ["window_size"] = l.WindowSize,
        })]),
    };

    private static (string? Plugin, string? Key) Split(HttpContext context)
    {
        // The server has decoded the path but for %2F, which would be a separator: a key may have slashes.
        string rest = (context.Request.Path.Value ?? "")[Path.Length..].Trim('/');
        int slash = rest.IndexOf('/', StringComparison.Ordinal);
        string plugin = slash < 0 ? rest : rest[..slash];
        string? key = slash < 0 ? null : rest[(slash + 1)..].Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        return (plugin.Length == 0 ? null : plugin, string.IsNullOrEmpty(key) ? null : key);
    }

    private static bool TryReadNumber(HttpContext context, string name, long fallback, long least, long most, out long value)
    {
        value = fallback;
        return !context.Request.Query.TryGetValue(name, out var text)
            || (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= least && value <= most);
    }
}
