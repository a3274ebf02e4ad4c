using System.Globalization;

namespace Gatehouse.EndToEnd.Limits;

/// <summary>A declarative document of routes with a limit each, before a service that the gateway answers for itself.</summary>
internal static class LimitDocument
{
    /// <summary>The document.</summary>
    /// <param name="routes">Names of routes, which are their paths too, and the <c>config</c> of their limit; empty = no limit.</param>
    /// <param name="upstream">Port of a service behind further routes, whose requests are passed on.</param>
    /// <param name="passed">Those routes.</param>
    public static string Of(IReadOnlyDictionary<string, string> routes, int upstream = 1, IReadOnlyDictionary<string, string>? passed = null) => $$"""
        {"_format_version": "3.0", "services": [
          {"name": "own", "host": "127.0.0.1", "port": 1, "routes": [{{Routes(routes)}}],
           "plugins": [{"name": "request-termination", "config": {"status_code": 200, "message": "ok"} }]},
          {"name": "passed", "host": "127.0.0.1", "port": {{upstream.ToString(CultureInfo.InvariantCulture)}}, "routes": [{{Routes(passed ?? new Dictionary<string, string>())}}]}
        ]}
        """;

    /// <summary>The part of a config that shares counters.</summary>
    public static string Redis(int port, string more = "") =>
        $$""" "limit_by": "service", "policy": "redis", "redis": {"host": "127.0.0.1", "port": {{port.ToString(CultureInfo.InvariantCulture)}}{{more}}} """;

    private static string Routes(IReadOnlyDictionary<string, string> routes) => string.Join(",\n", routes.Select(r =>
        $$"""{"name": "{{r.Key}}", "paths": ["/{{r.Key}}"]{{(r.Value.Length == 0 ? "" : $$""", "plugins": [{"name": "rate-limiting", "instance_name": "{{r.Key}}", "config": { {{r.Value}} } }]""")}} }"""));
}
