using System.Text.Json.Nodes;
using Gatehouse.Control.Distribution;
using Gatehouse.Control.Listening;
using Gatehouse.Core.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Control.StatusApi;

/// <summary><c>GET /status</c>: connections, memory, hash of the configuration, and what was wrong with the last one.</summary>
internal sealed class StatusEndpoint(INodeStatus node, ConfigurationHost host)
{
    /// <summary>More errors than anybody reads; the log has all.</summary>
    private const int MaxErrors = 50;

    public ControlEndpoint Endpoint => new() { Path = "/status", Get = GetAsync };

    private Task GetAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (!MemoryText.TryParse(query["unit"], query["scale"], out var memory, out var problem))
        {
            return JsonAnswer.MessageAsync(context, StatusCodes.Status400BadRequest, problem!);
        }

        var answer = new JsonObject
        {
            ["database"] = new JsonObject { ["reachable"] = true },
            ["server"] = Server(),
            ["memory"] = Memory(memory),
            ["configuration_hash"] = node.ConfigurationHash,
        };
        if (host.LastErrors is { Count: > 0 } errors)
        {
            answer["configuration_errors"] = new JsonArray([.. errors.Take(MaxErrors).Select(static e => (JsonNode?)e.ToString())]);
        }

        return JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, answer);
    }

    private JsonObject Server() => new()
    {
        ["connections_accepted"] = node.ConnectionsAccepted,
        ["connections_active"] = node.ConnectionsActive,
        ["connections_handled"] = node.ConnectionsHandled,
        ["connections_reading"] = node.ConnectionsReading,
        ["connections_waiting"] = node.ConnectionsWaiting,
        ["connections_writing"] = node.ConnectionsWriting,
        ["total_requests"] = node.TotalRequests,
    };

    /// <summary>Kong's shape: one virtual machine for each worker. Here one process holds all loops.</summary>
    private static JsonObject Memory(MemoryText text) => new()
    {
        ["workers_lua_vms"] = new JsonArray(new JsonObject
        {
            ["http_allocated_gc"] = text.Write(GC.GetTotalMemory(forceFullCollection: false)),
            ["pid"] = Environment.ProcessId,
        }),
        ["lua_shared_dicts"] = new JsonObject(),
        ["process"] = new JsonObject { ["resident"] = text.Write(Environment.WorkingSet) },
    };
}
