using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Gatehouse.Control.Distribution;
using Gatehouse.Control.Listening;
using Gatehouse.Core.Plugins;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Control.AdminApi;

/// <summary><c>GET /</c>: what this node is. Clients read <c>version</c> and a few members of <c>configuration</c>.</summary>
internal sealed class NodeEndpoint(AdminNode node, ConfigurationHost host, IPluginCatalog plugins)
{
    public ControlEndpoint Endpoint => new() { Path = "/", Get = GetAsync };

    private Task GetAsync(HttpContext context)
        => JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, new JsonObject
        {
            ["tagline"] = "Welcome to Gatehouse",
            ["version"] = ControlProduct.KongVersion,
            ["edition"] = "community",
            ["gatehouse_version"] = node.ProductVersion,
            ["hostname"] = Environment.MachineName,
            ["node_id"] = node.NodeId.ToString("D"),
            ["lua_version"] = RuntimeInformation.FrameworkDescription,
            ["pids"] = new JsonObject
            {
                ["master"] = Environment.ProcessId,
                ["workers"] = new JsonArray([.. Enumerable.Repeat(Environment.ProcessId, node.WorkerCount).Select(static pid => (JsonNode?)pid)]),
            },
            ["timers"] = new JsonObject { ["running"] = 0, ["pending"] = 0 },
            ["plugins"] = new JsonObject { ["available_on_server"] = Available(), ["enabled_in_cluster"] = Enabled() },
            ["configuration"] = node.Configuration.DeepClone(),
        });

    private JsonObject Available()
    {
        var available = new JsonObject();
        foreach (var plugin in plugins.Descriptors)
        {
            available[plugin.Name] = new JsonObject { ["version"] = plugin.Version, ["priority"] = plugin.Priority };
        }

        return available;
    }

    private JsonArray Enabled()
        => [.. host.Current.Plugins.Select(static p => p.Name).Distinct().Order(StringComparer.Ordinal).Select(static name => (JsonNode?)name)];
}
