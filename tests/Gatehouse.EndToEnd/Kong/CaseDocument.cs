using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.TestKit.KongCases;

namespace Gatehouse.EndToEnd.Kong;

/// <summary>Makes a declarative configuration of <c>given</c>. Every service without a host is the case's origin.</summary>
internal static class CaseDocument
{
    /// <summary>Stands for up.test, which no resolver knows; names under localhost are loopback everywhere (RFC 6761 6.3).</summary>
    public const string UpstreamName = "up.localhost";

    public static JsonObject Of(KongCase one, int port, int otherPort)
    {
        var given = JsonNode.Parse(one.Given.GetRawText())!.AsObject();
        var document = given["declarative"]?.DeepClone().AsObject() ?? Build(one.Area, given, port, otherPort);
        CaseIdentity.Add(one.Area, given, document);
        document["_format_version"] = "3.0";
        Complete(document, port, otherPort);
        return document;
    }

    private static JsonObject Build(string area, JsonObject given, int port, int otherPort)
    {
        if (area == "plugin.scoping")
        {
            return CaseIdentity.Scopes(given);
        }

        if (area.StartsWith("balancer.", StringComparison.Ordinal))
        {
            var balanced = Balanced(given["targets"]?.AsObject() ?? new JsonObject { ["a:80"] = 100, ["b:80"] = 100 }, port, otherPort);
            foreach (var (name, value) in given.Where(g => g.Key != "targets"))
            {
                balanced["upstreams"]![0]![name] = value?.DeepClone();
            }

            return balanced;
        }

        if (area == "upstream.validation")
        {
            var upstream = given.DeepClone().AsObject();
            upstream["name"] = "checked";
            return new JsonObject { ["upstreams"] = new JsonArray(upstream) };
        }

        return given.ContainsKey("routes") ? Listed(given) : Single(area, given);
    }

    /// <summary>Routes belong to a service named "default" unless they say another, or none.</summary>
    private static JsonObject Listed(JsonObject given)
    {
        var services = given["services"]?.DeepClone().AsArray() ?? [];
        var routes = given["routes"]!.DeepClone().AsArray();
        foreach (var route in routes.Select(r => r!.AsObject()))
        {
            if (!route.ContainsKey("service"))
            {
                route["service"] = "default";
            }

            if (route["service"]?.GetValue<string>() is { } name && !services.Any(s => s!["name"]!.GetValue<string>() == name))
            {
                services.Add(new JsonObject { ["name"] = name });
            }
        }

        return new JsonObject { ["services"] = services, ["routes"] = routes };
    }

    /// <summary>One route, its service, and the plugin that the area names.</summary>
    private static JsonObject Single(string area, JsonObject given)
    {
        var service = given["service"]?.DeepClone().AsObject() ?? [];
        service["name"] ??= "s";
        service["path"] ??= given["service_path"]?.DeepClone();
        var route = given["route"]?.DeepClone().AsObject() ?? [];
        route["name"] = "r";
        foreach (string member in (ReadOnlySpan<string>)["strip_path", "path_handling"])
        {
            route[member] ??= given[member]?.DeepClone() ?? (member == "strip_path" ? true : "v0");
        }

        AddList(route, "paths", given["route_path"]);
        AddList(route, "hosts", given["route_host"]);
        if (!route.ContainsKey("paths") && !route.ContainsKey("hosts"))
        {
            route["paths"] = new JsonArray("/");
        }

        if (area.StartsWith("plugin.", StringComparison.Ordinal))
        {
            route["plugins"] = new JsonArray(new JsonObject { ["name"] = area["plugin.".Length..], ["config"] = given["config"]!.DeepClone() });
        }

        if (area == "errors.negotiation")
        {
            service["read_timeout"] = 60;
        }

        service["routes"] = new JsonArray(route);
        return new JsonObject { ["services"] = new JsonArray(service) };
    }

    private static void AddList(JsonObject route, string name, JsonNode? value)
    {
        if (value is not null)
        {
            route[name] = new JsonArray(value.DeepClone());
        }
    }

    private static JsonObject Balanced(JsonObject targets, int port, int otherPort)
    {
        var list = new JsonArray();
        foreach (var (name, weight) in targets)
        {
            list.Add(new JsonObject { ["target"] = $"127.0.0.1:{(name[0] == 'a' ? port : otherPort)}", ["weight"] = weight!.DeepClone() });
        }

        return new JsonObject
        {
            ["upstreams"] = new JsonArray(new JsonObject { ["name"] = "balanced", ["targets"] = list }),
            ["services"] = new JsonArray(new JsonObject { ["name"] = "s", ["host"] = "balanced", ["routes"] = new JsonArray(new JsonObject { ["name"] = "r", ["paths"] = new JsonArray("/") }) }),
        };
    }

    private static void Complete(JsonObject document, int port, int otherPort)
    {
        foreach (var service in document["services"]?.AsArray() ?? [])
        {
            var members = service!.AsObject();
            if (!members.ContainsKey("url"))
            {
                members["host"] = members["host"]?.GetValue<string>() switch { null => "127.0.0.1", "up.test" => UpstreamName, var host => host };
                // 8080 stands for the origin's port, which differs per run.
                members["port"] = members["port"] is { } given && given.GetValueKind() == JsonValueKind.Number && given.GetValue<int>() != 8080 ? given.DeepClone() : port;
            }
        }

        foreach (var target in (document["upstreams"]?.AsArray() ?? []).SelectMany(u => u!["targets"]?.AsArray() ?? []))
        {
            target!["target"] = target["target"]!.GetValue<string>().Replace(":8080", $":{port}", StringComparison.Ordinal).Replace(":8081", $":{otherPort}", StringComparison.Ordinal);
        }
    }
}
