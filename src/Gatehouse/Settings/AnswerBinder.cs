namespace Gatehouse.Settings;

/// <summary>Reads <c>headers</c>, <c>headers_upstream</c> and <c>error_default_type</c>.</summary>
internal static class AnswerBinder
{
    private static readonly string[] Known =
    [
        "server_tokens", "latency_tokens", "via", "server", "x-kong-proxy-latency", "x-kong-response-latency",
        "x-kong-upstream-latency", "x-kong-admin-latency", "x-kong-upstream-status", "x-kong-request-id",
    ];

    public static AnswerSettings Read(SettingReader reader)
    {
        var names = Names(reader, "headers", Known);
        var upstream = Names(reader, "headers_upstream", ["x-kong-request-id"]);
        var server = names.Contains("server_tokens");
        var latency = names.Contains("latency_tokens");
        return new AnswerSettings
        {
            Server = server || names.Contains("server"),
            Via = server || names.Contains("via"),
            ProxyLatency = latency || names.Contains("x-kong-proxy-latency"),
            ResponseLatency = latency || names.Contains("x-kong-response-latency"),
            UpstreamLatency = latency || names.Contains("x-kong-upstream-latency"),
            AdminLatency = latency || names.Contains("x-kong-admin-latency"),
            UpstreamStatus = names.Contains("x-kong-upstream-status"),

            // The default value names the tokens only, and Kong 3.5+ sends the request id with it.
            RequestId = names.Contains("x-kong-request-id") || !reader.IsSet("headers"),
            RequestIdUpstream = upstream.Contains("x-kong-request-id"),
            ErrorDefaultType = reader.Choice("error_default_type"),
        };
    }

    private static HashSet<string> Names(SettingReader reader, string key, string[] known)
    {
        var names = reader.List(key).Select(static name => name.ToLowerInvariant()).ToHashSet();
        if (names.Remove("off") && names.Count > 0)
        {
            reader.Fail(key, "has off beside names", "write either off or names");
        }

        foreach (var name in names.Except(known))
        {
            var suggestion = NearestKey.Find(name, known);
            reader.Fail(key, $"'{name}' is not a known header", suggestion is null ? $"write any of {string.Join(", ", known)}" : $"did you mean {suggestion}?");
        }

        return names;
    }
}
