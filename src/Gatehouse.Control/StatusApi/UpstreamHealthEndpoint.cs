using System.Text.Json.Nodes;
using Gatehouse.Control.Distribution;
using Gatehouse.Control.Listening;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Control.StatusApi;

/// <summary>
/// <c>GET /upstreams/{name or id}/health</c>: each target with its health on this node, or with <c>balancer_health=1</c> that of the
/// upstream as a whole. In Kong's shape, and with the reason of an address's last change.
/// </summary>
internal sealed class UpstreamHealthEndpoint(ConfigurationHost host, IUpstreamHealth health, Guid nodeId)
{
    public const string Path = "/upstreams";

    private const string Off = "HEALTHCHECKS_OFF";

    public ControlEndpoint Endpoint => new() { Path = Path, OwnsSubpaths = true, Claims = IsHealth, Get = GetAsync };

    /// <summary>Whether a path asks for health.</summary>
    public static bool IsHealth(string path) => Split(path) is [_, "health"];

    /// <summary>The segments behind <c>/upstreams</c>.</summary>
    public static string[] Split(string path) => path[Path.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>An upstream by its name or id.</summary>
    public static UpstreamConfig? Find(ConfigSet config, string nameOrId)
        => config.Upstreams.FirstOrDefault(u => u.Id == nameOrId) ?? config.Upstreams.FirstOrDefault(u => u.Name == nameOrId);

    /// <summary>A target as Kong shows it.</summary>
    public static JsonObject Show(TargetConfig target) => new()
    {
        ["id"] = target.Id,
        ["created_at"] = target.CreatedAt,
        ["updated_at"] = target.UpdatedAt,
        ["upstream"] = new JsonObject { ["id"] = target.UpstreamId },
        ["target"] = target.Target,
        ["weight"] = target.Weight,
        ["tags"] = target.Tags is { Count: > 0 } tags ? new JsonArray([.. tags.Select(static t => (JsonNode)t)]) : null,
    };

    /// <summary>Answers for such a path.</summary>
    public Task GetAsync(HttpContext context)
    {
        var config = host.Current;
        var upstream = Find(config, Split(context.Request.Path.Value!)[0]);
        if (upstream is null || health.Read(upstream.Id) is not { } report)
        {
            return JsonAnswer.MessageAsync(context, StatusCodes.Status404NotFound, "Not found");
        }

        bool isWhole = context.Request.Query["balancer_health"] == "1";
        return JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, new JsonObject
        {
            ["data"] = isWhole ? Whole(upstream, report) : Targets(config, upstream, report),
            ["next"] = null,
            ["node_id"] = nodeId.ToString(),
        });
    }

    private static JsonObject Whole(UpstreamConfig upstream, UpstreamReport report) => new()
    {
        ["health"] = HealthOf(report.IsHealthy, report.IsChecked),
        ["id"] = upstream.Id,
        ["details"] = new JsonObject
        {
            ["healthy"] = report.IsHealthy,
            ["weight"] = Weight(report.Targets.SelectMany(static t => t.Addresses)),
            ["hosts"] = new JsonArray([.. report.Targets.Select(static t => (JsonNode)Data(t))]),
        },
    };

    private static JsonArray Targets(ConfigSet config, UpstreamConfig upstream, UpstreamReport report)
    {
        var known = report.Targets.ToLookup(static t => t.Target, StringComparer.OrdinalIgnoreCase);
        var targets = new JsonArray();
        foreach (var target in config.Targets.Where(t => t.UpstreamId == upstream.Id))
        {
            var shown = Show(target);
            var seen = known[target.Target].FirstOrDefault();
            shown["health"] = seen is null ? Off
                : seen.Addresses.Count == 0 ? "DNS_ERROR"
                : HealthOf(seen.IsHealthy, report.IsChecked);
            if (seen is not null)
            {
                shown["data"] = Data(seen);
            }

            targets.Add((JsonNode)shown);
        }

        return targets;
    }

    private static JsonObject Data(TargetReport target) => new()
    {
        ["host"] = target.Host,
        ["port"] = target.Port,
        ["dns"] = target.Addresses is [{ EndPoint.AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 }, ..] ? "AAAA" : "A",
        ["nodeWeight"] = target.Weight,
        ["weight"] = Weight(target.Addresses),
        ["addresses"] = new JsonArray([.. target.Addresses.Select(static a => (JsonNode)new JsonObject
        {
            ["ip"] = a.EndPoint.Address.ToString(),
            ["port"] = a.EndPoint.Port,
            ["health"] = a.IsHealthy ? "HEALTHY" : "UNHEALTHY",
            ["weight"] = a.Weight,
            ["reason"] = a.Reason,
        })]),
    };

    private static JsonObject Weight(IEnumerable<AddressReport> addresses)
    {
        long total = 0, available = 0;
        foreach (var address in addresses)
        {
            total += address.Weight;
            available += address.IsHealthy ? address.Weight : 0;
        }

        return new JsonObject { ["total"] = total, ["available"] = available, ["unavailable"] = total - available };
    }

    private static string HealthOf(bool isHealthy, bool isChecked) => !isHealthy ? "UNHEALTHY" : isChecked ? "HEALTHY" : Off;
}
