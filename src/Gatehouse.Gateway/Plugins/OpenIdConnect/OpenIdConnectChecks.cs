using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect;

/// <summary>What fields of the configuration demand of each other.</summary>
internal static class OpenIdConnectChecks
{
    // By methods that talk to the provider as the gateway's own client.
    private static readonly string[] ClientMethods = ["introspection", "authorization_code", "password", "refresh_token"];

    public static EntityCheck[] All() =>
    [
        Methods(),
        Client(),
        Forms(),
        Pairs("upstream_headers_claims", "upstream_headers_names"),
        Pairs("downstream_headers_claims", "downstream_headers_names"),
        Pairs("authorization_query_args_names", "authorization_query_args_values"),
        RefreshField(),
    ];

    private static EntityCheck Methods() => EntityChecks.Custom(["auth_methods", "session_secret"], (record, report) =>
    {
        string?[] methods = Texts(record, "auth_methods");
        if (methods.Any(m => m is "session" or "authorization_code") && record["session_secret"] is null)
        {
            report("session_secret", "is required by session and authorization_code");
        }

        if (methods.Contains("authorization_code") && !methods.Contains("session"))
        {
            report("auth_methods", "authorization_code needs session");
        }

        if (methods.Contains("password") && methods.Contains("client_credentials"))
        {
            report("auth_methods", "password and client_credentials both read Authorization: Basic; keep one of them");
        }
    });

    private static EntityCheck Client() => EntityChecks.Custom(["auth_methods", "client_id", "client_secret", "client_auth", "client_jwk"], (record, report) =>
    {
        string? authentication = Texts(record, "client_auth").FirstOrDefault();
        bool hasKey = record["client_jwk"] is JsonArray { Count: > 0 };
        if (authentication == "private_key_jwt" && !hasKey)
        {
            report("client_jwk", "is required by private_key_jwt");
        }

        var users = Texts(record, "auth_methods").Intersect(ClientMethods).ToArray();
        if (users.Length == 0)
        {
            return;
        }

        string by = string.Join(" and ", users);
        if (record["client_id"] is not JsonArray { Count: 1 })
        {
            report("client_id", "is required by " + by);
        }

        if (authentication is not ("none" or "private_key_jwt") && record["client_secret"] is not JsonArray { Count: 1 })
        {
            report("client_secret", $"is required by {by}, unless client_auth is none or private_key_jwt");
        }
    });

    private static EntityCheck Forms() => EntityChecks.Custom(
        ["response_mode", "redirect_uri", "login_action", "session_cookie_secure"], (record, report) =>
    {
        if (JsonScalars.AsString(record["response_mode"]) != "form_post")
        {
            return;
        }

        if (record["redirect_uri"] is not JsonArray { Count: 1 })
        {
            report("redirect_uri", "is required by response_mode form_post");
        }

        if (JsonScalars.AsString(record["login_action"]) == "upstream")
        {
            report("login_action", "must be redirect with response_mode form_post: the upstream would get the provider's form");
        }

        if (JsonScalars.AsBoolean(record["session_cookie_secure"]) == false)
        {
            report("session_cookie_secure", "must not be false with response_mode form_post: browsers send cookies with another site's form over TLS only");
        }
    });

    private static EntityCheck RefreshField() => EntityChecks.Custom(["auth_methods", "refresh_token_param_name", "upstream_refresh_token_header"], (record, report) =>
    {
        if (Texts(record, "auth_methods").Contains("refresh_token")
            && JsonScalars.AsString(record["upstream_refresh_token_header"]) is { } field
            && Plain(field.Split(':')[0]) == Plain(JsonScalars.AsString(record["refresh_token_param_name"]) ?? ""))
        {
            report("upstream_refresh_token_header", "must not be the field of refresh_token_param_name: the client's own would be removed before it is read");
        }
    });

    private static EntityCheck Pairs(string first, string second) => EntityChecks.Custom([first, second], (record, report) =>
    {
        if (((record[first] as JsonArray)?.Count ?? 0) != ((record[second] as JsonArray)?.Count ?? 0))
        {
            report(second, $"must have as many elements as {first}");
        }
    });

    private static string Plain(string name) => name.Replace('_', '-').ToLowerInvariant();

    private static string?[] Texts(JsonObject record, string name) => record[name] is JsonArray list ? [.. list.Select(t => JsonScalars.AsString(t))] : [];
}
