using System.Text.Json.Nodes;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Plugins.Session;

/// <summary>Makes <c>session</c> instances.</summary>
internal sealed class SessionFactory : IPluginFactory
{
    /// <inheritdoc/>
    public PluginDescriptor Descriptor { get; } = new()
    {
        Name = "session",
        Priority = 1900,
        Phases = PluginPhases.Access | PluginPhases.ResponseHead,
        AllowsConsumer = false,
        Config = RecordSchema.Of(
            (Field.String("secret") with { IsAuto = true }).Secret()
                .Describe("What cookies are encrypted with; at least 32 random characters, the same on every node. Unset, it is random "
                    + "for each instance, and sessions end with the process."),
            Field.ArrayOf("previous_secrets", Field.String("element").Secret())
                .Describe("Secrets whose cookies are still good, so that `secret` can be replaced without ending sessions."),
            Field.String("storage").AmongOf("cookie", "kong").WithDefault("cookie")
                .Describe("Where sessions are kept. `kong` needs a database and is refused."),
            Field.String("audience").WithDefault("default").Describe("Sessions of another audience do not count here, also with the same secret and cookie name."),
            Seconds("idling_timeout", 900, "Seconds without a request after which a session ends; 0 is never."),
            Seconds("rolling_timeout", 3600, "Seconds after which a session ends unless it is renewed, which a request does in the last quarter; 0 is never."),
            Seconds("absolute_timeout", 86_400, "Seconds after which a session ends in any case; 0 is never."),
            Seconds("stale_ttl", 10, "Seconds that a renewed session's old cookie is good for; in a cookie it is good until its own time is over."),
            Field.String("cookie_name").WithDefault("session").Describe("Name of the cookie. A prefix `__Host-` or `__Secure-` is held to its rules."),
            Field.String("cookie_path").WithDefault("/").Describe("Path for which browsers send the cookie."),
            Field.String("cookie_domain").Describe("Domain with whose subdomains the cookie is shared; unset, it is this host's alone."),
            Field.String("cookie_same_site").AmongOf("Strict", "Lax", "None", "Default").WithDefault("Strict")
                .Describe("Whether browsers send the cookie with requests that other sites cause."),
            Field.Boolean("cookie_http_only", true).Describe("Whether scripts cannot read the cookie."),
            Field.Boolean("cookie_secure").Describe("Whether browsers send the cookie over TLS only; unset, when the request came over TLS."),
            Field.Boolean("remember", false).Describe("Whether a second, persistent cookie lets users come back after the browser was closed or the session ended."),
            Field.String("remember_cookie_name").WithDefault("remember").Describe("Name of that cookie."),
            Seconds("remember_rolling_timeout", 604_800, "Seconds that it is good for unless it is renewed; 0 is for ever."),
            Seconds("remember_absolute_timeout", 2_592_000, "Seconds after the log-in that it is good for in any case; 0 is for ever."),
            Field.SetOf("request_headers", Field.String("element").AmongOf(SessionHeaders.Names))
                .Describe("What of the session the upstream is told, as `Session-Id`, `Session-Timeout` and so on."),
            Field.SetOf("response_headers", Field.String("element").AmongOf(SessionHeaders.Names)).Describe("What of the session the client is told."),
            Field.Boolean("read_body_for_logout", false).Required().Describe("Whether form, JSON and multipart bodies up to 64 KiB are searched for `logout_post_arg`."),
            Field.SetOf("logout_methods", Field.String("element").AmongOf("GET", "POST", "DELETE")).WithDefault(new JsonArray("POST", "DELETE"))
                .Describe("Methods with which a session can be ended."),
            Field.String("logout_query_arg").WithDefault("session_logout").Describe("Query parameter that ends the session; its value does not matter."),
            Field.String("logout_post_arg").WithDefault("session_logout").Describe("Body parameter that does."),
            Field.Boolean("hash_subject", false).Required().Describe("Whether stored metadata have a hash of the subject; a cookie has no metadata."),
            Field.Boolean("store_metadata", false).Required().Describe("Whether metadata are stored; a cookie has none."))
            .WithShorthands(
                Renamed(Field.Number("cookie_idletime"), "idling_timeout"),
                Renamed(Field.Number("cookie_lifetime"), "rolling_timeout"),
                Renamed(Field.String("cookie_samesite").AmongOf("Strict", "Lax", "None", "off"), "cookie_same_site", v => v == "off" ? "Lax" : v),
                Renamed(Field.Boolean("cookie_httponly"), "cookie_http_only"),
                Renamed(Field.Number("cookie_discard"), "stale_ttl"),
                new Shorthand(Field.Number("cookie_renew").Describe("Has no effect: a session is renewed in the last quarter of `rolling_timeout`."), _ => [])),
    };

    /// <inheritdoc/>
    public Plugin Build(JsonObject config, PluginBuildContext context)
    {
        if (new ConfigReader(config).GetString("storage") == "kong")
        {
            throw new PluginBuildException("config.storage: 'kong' keeps sessions in a database, and there is none; use 'cookie'");
        }

        return new SessionPlugin(SessionConfig.From(config), context);
    }

    private static Field Seconds(string name, int value, string description)
        => Field.Number(name).WithDefault(value).InRange(0, uint.MaxValue).Describe(description);

    private static Shorthand Renamed(Field field, string name, Func<string, string>? map = null)
        => new(
            field.Describe($"Old name of `{name}`."),
            value => new JsonObject { [name] = map is null ? value.DeepClone() : map(value.GetValue<string>()) },
            [[name]]);
}
