using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Gatehouse.Control.Listening;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Control.AdminApi;

/// <summary>
/// Paths of entity collections, <c>/services</c> or <c>/services/{s}/routes/{r}</c>. Without a database they cannot be
/// written, and Kong says so with code 12.
/// </summary>
internal static class EntityPaths
{
    private static readonly FrozenDictionary<string, string> TableBySegment = new Dictionary<string, string>
    {
        ["services"] = "services",
        ["routes"] = "routes",
        ["consumers"] = "consumers",
        ["consumer_groups"] = "consumer_groups",
        ["mtls-auths"] = "mtls_auth_credentials",
        ["mtls-auth"] = "mtls_auth_credentials",
        ["plugins"] = "plugins",
        ["upstreams"] = "upstreams",
        ["targets"] = "targets",
        ["certificates"] = "certificates",
        ["snis"] = "snis",
        ["ca_certificates"] = "ca_certificates",
        ["vaults"] = "vaults",
        ["keys"] = "keys",
        ["key-sets"] = "key_sets",
        ["filter-chains"] = "filter_chains",
        ["ai-providers"] = "ai_providers",
        ["ai-models"] = "ai_models",
        ["ai-policies"] = "ai_policies",
        ["ai-budgets"] = "ai_budgets",
        ["key-auths"] = "keyauth_credentials",
        ["key-auth"] = "keyauth_credentials",
        ["basic-auths"] = "basicauth_credentials",
        ["basic-auth"] = "basicauth_credentials",
        ["jwts"] = "jwt_secrets",
        ["jwt"] = "jwt_secrets",
        ["hmac-auths"] = "hmacauth_credentials",
        ["hmac-auth"] = "hmacauth_credentials",
        ["acls"] = "acls",
        ["oauth2"] = "oauth2_credentials",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The table that a path names last: a collection, a member, or a collection below a member.</summary>
    public static string? Find(string path)
    {
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments.Length is 0 or > 4 || !TableBySegment.TryGetValue(segments[0], out var table))
        {
            return null;
        }

        return segments.Length < 3 ? table : TableBySegment.GetValueOrDefault(segments[2]);
    }

    /// <summary>Kong's word for what a method wants, null for methods that do not write.</summary>
    public static string? RefusedVerb(string method) => method switch
    {
        "POST" => "create",
        "PUT" => "create or update",
        "PATCH" => "update",
        "DELETE" => "remove",
        _ => null,
    };

    public static Task RefuseAsync(HttpContext context, string verb, string table)
        => JsonAnswer.WriteAsync(context, StatusCodes.Status405MethodNotAllowed, new JsonObject
        {
            ["code"] = 12,
            ["name"] = "operation unsupported",
            ["message"] = $"cannot {verb} '{table}' entities when not using a database",
        });
}
