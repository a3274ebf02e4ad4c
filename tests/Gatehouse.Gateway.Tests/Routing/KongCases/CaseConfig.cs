using System.Text.Json;
using Gatehouse.Core.Configuration;
using Gatehouse.Gateway.Routing;

namespace Gatehouse.Gateway.Tests.Routing.KongCases;

/// <summary>Reads <c>given</c> of a case into configuration records.</summary>
internal static class CaseConfig
{
    public static RouterFlavor FlavorOf(JsonElement given)
    {
        string name = Text(given, "router_flavor") ?? "traditional_compatible";
        return RouterFlavorName.TryParse(name, out var flavor, out string? error, out _) ? flavor : throw new InvalidOperationException(error);
    }

    /// <summary>Routes with their services; a service that a route names without its being given has all defaults.</summary>
    public static (List<RouteConfig> Routes, List<ServiceConfig> Services) Read(JsonElement given)
    {
        var services = new Dictionary<string, ServiceConfig>();
        foreach (var service in Items(given, "services"))
        {
            string name = service.GetProperty("name").GetString()!;
            services[name] = new ServiceConfig
            {
                Id = name,
                Host = "up.test",
                Name = name,
                Path = Text(service, "path"),
                Enabled = !service.TryGetProperty("enabled", out var enabled) || enabled.GetBoolean(),
            };
        }

        var routes = new List<RouteConfig>();
        foreach (var route in Items(given, "routes"))
        {
            string? service = route.TryGetProperty("service", out _) ? Text(route, "service") : "default";
            if (service is not null)
            {
                services.TryAdd(service, new ServiceConfig { Id = service, Host = "up.test" });
            }

            routes.Add(ReadRoute(route, Requests.Id(routes.Count + 1), service));
        }

        return (routes, [.. services.Values]);
    }

    private static RouteConfig ReadRoute(JsonElement route, string id, string? service) => new()
    {
        Id = id,
        Name = Text(route, "name"),
        ServiceId = service,
        Protocols = Strings(route, "protocols") ?? ["http", "https"],
        Methods = Strings(route, "methods"),
        Hosts = Strings(route, "hosts"),
        Paths = Strings(route, "paths"),
        Snis = Strings(route, "snis"),
        Headers = route.TryGetProperty("headers", out var headers)
            ? headers.EnumerateObject().ToDictionary(h => h.Name, h => (IReadOnlyList<string>)[.. Texts(h.Value)])
            : null,
        RegexPriority = route.TryGetProperty("regex_priority", out var priority) ? priority.GetInt32() : 0,
        HttpsRedirectStatusCode = route.TryGetProperty("https_redirect_status_code", out var code) ? code.GetInt32() : 426,
        StripPath = !route.TryGetProperty("strip_path", out var strip) || strip.GetBoolean(),
        PathHandling = Text(route, "path_handling") ?? "v0",
        Expression = Text(route, "expression"),
        Priority = route.TryGetProperty("priority", out var rank) ? rank.GetInt64() : 0,
        CreatedAt = route.TryGetProperty("created_at", out var created) ? created.GetDouble() : 0,
    };

    public static string? Text(JsonElement element, string name)
        => element.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static List<string>? Strings(JsonElement element, string name)
        => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? [.. Texts(value)] : null;

    private static IEnumerable<string> Texts(JsonElement array) => array.EnumerateArray().Select(v => v.GetString()!);

    private static JsonElement.ArrayEnumerator Items(JsonElement element, string name)
        => element.TryGetProperty(name, out var value) ? value.EnumerateArray() : default;
}
