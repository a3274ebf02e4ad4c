using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Plugins.RateLimiting;

/// <summary>Kong's <c>redis</c> record, its old flat spellings, and what a policy that needs it demands.</summary>
internal static class RedisFields
{
    public static Field Record() => Field.RecordOf("redis", RecordSchema.Of(
        CommonFields.Host("host").Describe("Host name or address."),
        CommonFields.Port("port").WithDefault(6379).Describe("Port."),
        CommonFields.Timeout("timeout").WithDefault(2000).Describe("Milliseconds for connecting, and for an answer."),
        Field.String("username").Referenceable().Describe("User of Redis 6 access control lists; unset logs in with the password alone."),
        Field.String("password").Secret().Describe("Password."),
        Field.Integer("database").WithDefault(0).Describe("Number of the database."),
        Field.Boolean("ssl", false).Describe("Whether the connection is TLS."),
        Field.Boolean("ssl_verify", false).Describe("Whether the server's certificate is verified."),
        CommonFields.ServerName("server_name").Describe("Name for SNI and in the certificate; unset is host.")))
        .Required().Describe("The server of policy redis.");

    /// <summary>Policy redis needs a host.</summary>
    public static EntityCheck Check() => EntityChecks.Custom(["policy", "redis"], static (config, report) =>
    {
        var reader = new ConfigReader(config);
        if (reader.GetString("policy") == "redis" && !reader.GetRecord("redis").Has("host"))
        {
            report("redis.host", SchemaTexts.Required);
            report(EntityCheck.Entity, "failed conditional validation given value of field 'config.policy'");
        }
    });

    /// <summary>Kong before 3.6: <c>redis_host</c> and so on.</summary>
    public static Shorthand[] Shorthands() =>
    [
        Old(Field.String("redis_host"), "host"),
        Old(Field.Integer("redis_port"), "port"),
        Old(Field.String("redis_password").Secret() with { AllowsEmpty = true }, "password"),
        Old(Field.String("redis_username").Referenceable(), "username"),
        Old(Field.Boolean("redis_ssl"), "ssl"),
        Old(Field.Boolean("redis_ssl_verify"), "ssl_verify"),
        Old(Field.String("redis_server_name"), "server_name"),
        Old(Field.Integer("redis_timeout"), "timeout"),
        Old(Field.Integer("redis_database"), "database"),
    ];

    private static Shorthand Old(Field field, string name) => new(
        field,
        value => new JsonObject { ["redis"] = new JsonObject { [name] = value.DeepClone() } },
        [["redis", name]]);
}
