using System.Text.Json.Nodes;

namespace Gatehouse.EndToEnd.Kong;

/// <summary>
/// Consumers of a case: <c>given.consumer</c> with <c>given.credentials</c> of the area's plugin, or somebody who is authenticated
/// already, in <c>given.authenticated_consumer_groups</c>, by a key that the request brings along.
/// </summary>
internal static class CaseIdentity
{
    /// <summary>Key of somebody who is authenticated already.</summary>
    public const string Key = "the-key-of-the-case";

    private static readonly Dictionary<string, string> Tables = new()
    {
        ["plugin.key-auth"] = "keyauth_credentials",
        ["plugin.basic-auth"] = "basicauth_credentials",
        ["plugin.jwt"] = "jwt_secrets",
        ["plugin.hmac-auth"] = "hmacauth_credentials",
    };

    /// <summary>Whether the request must bring <see cref="Key"/>.</summary>
    public static bool IsKeyNeeded(JsonObject given, JsonObject request)
        => given.ContainsKey("authenticated_consumer_groups") || request.ContainsKey("authenticated_consumer");

    public static void Add(string area, JsonObject given, JsonObject document)
    {
        var consumers = new JsonArray();
        if (given["consumer"] is JsonObject || given["credentials"] is JsonArray)
        {
            var consumer = given["consumer"]?.DeepClone().AsObject() ?? new JsonObject { ["username"] = "consumer" };
            if (given["credentials"] is { } credentials)
            {
                consumer[Tables[area]] = credentials.DeepClone();
                if (area == "plugin.jwt")
                {
                    CaseTokens.Complete(consumer[Tables[area]]!.AsArray());
                }
            }

            consumers.Add((JsonNode)consumer);
        }

        if (given["authenticated_consumer_groups"] is JsonArray groups)
        {
            consumers.Add((JsonNode)Known(groups));
            var route = document["services"]![0]!["routes"]![0]!;
            route["plugins"]!.AsArray().Add((JsonNode)KeyAuth());
        }

        if (consumers.Count > 0)
        {
            document["consumers"] = consumers;
        }
    }

    /// <summary>
    /// An instance of rate-limiting for each scope in <c>given.instances</c>, each with a limit that has its scope's name: the header
    /// fields say which instance applied.
    /// </summary>
    public static JsonObject Scopes(JsonObject given)
    {
        var plugins = new JsonArray(KeyAuth());
        foreach (string scope in given["instances"]!.AsArray().Select(s => s!.GetValue<string>()))
        {
            var plugin = new JsonObject
            {
                ["name"] = "rate-limiting",
                ["instance_name"] = scope.Replace('+', '-'),
                ["config"] = new JsonObject { ["limits"] = new JsonArray(new JsonObject { ["name"] = scope.Replace('+', '-'), ["limit"] = 1000 }) },
            };
            foreach (string part in scope.Split('+').Where(p => p != "global"))
            {
                plugin[part] = part switch { "route" => "r", "service" => "s", _ => "known" };
            }

            plugins.Add((JsonNode)plugin);
        }

        return new JsonObject
        {
            ["services"] = new JsonArray(new JsonObject { ["name"] = "s", ["routes"] = new JsonArray(new JsonObject { ["name"] = "r", ["paths"] = new JsonArray("/") }) }),
            ["consumers"] = new JsonArray(Known([])),
            ["plugins"] = plugins,
        };
    }

    private static JsonObject KeyAuth() => new() { ["name"] = "key-auth", ["config"] = new JsonObject { ["hide_credentials"] = true } };

    private static JsonObject Known(JsonArray groups) => new()
    {
        ["username"] = "known",
        ["keyauth_credentials"] = new JsonArray(new JsonObject { ["key"] = Key }),
        ["acls"] = new JsonArray([.. groups.Select(g => new JsonObject { ["group"] = g!.DeepClone() })]),
    };
}
