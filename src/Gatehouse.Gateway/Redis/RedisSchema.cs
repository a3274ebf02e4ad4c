using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Redis;

/// <summary>
/// Schema of Kong's <c>redis</c> record: that of 3.6 and later, and the fields for sentinels and clusters of the plugins that are not
/// open there.
/// </summary>
internal static class RedisSchema
{
    private const int LargestDatabase = 1_000_000;

    /// <summary>The record field.</summary>
    public static Field Create() => Field.RecordOf("redis", RecordSchema.Of(
        CommonFields.Host("host").Describe("The server; without effect beside `sentinel_nodes` or `cluster_nodes`."),
        CommonFields.Port("port").WithDefault(6379).Describe("Its port."),
        CommonFields.Timeout("timeout").WithDefault(RedisConfig.DefaultTimeout)
            .Describe("Milliseconds for connecting, and for a command and its answer."),
        CommonFields.Timeout("connect_timeout").Describe("Milliseconds for connecting; unset, `timeout`."),
        CommonFields.Timeout("send_timeout").Describe("As `read_timeout`; the greater of both counts."),
        CommonFields.Timeout("read_timeout").Describe("Milliseconds for a command and its answer; unset, `timeout`."),
        Field.String("username").Referenceable().Describe("ACL user, Redis 6 and later. Without effect without `password`."),
        (Field.String("password") with { AllowsEmpty = true }).Secret().Describe("Its password."),
        Field.Integer("database").WithDefault(0).InRange(0, LargestDatabase).Describe("Database; a cluster has only 0."),
        Field.Boolean("ssl", false).Required().Describe("Whether TLS is spoken, to sentinels as well."),
        Field.Boolean("ssl_verify", false).Required().Describe("Whether certificates are verified, by the roots for upstreams."),
        CommonFields.ServerName("server_name").Describe("Name for SNI and the certificate; unset, the host."),
        Field.String("sentinel_master").Describe("Name of the group that the sentinels watch."),
        Field.String("sentinel_role").AmongOf("master", "slave", "any").Describe("Which of its servers; unset, the master."),
        Field.String("sentinel_username").Referenceable().Describe("User of the sentinels."),
        (Field.String("sentinel_password") with { AllowsEmpty = true }).Secret().Describe("Its password."),
        Nodes("sentinel_nodes", CommonFields.Host("host")).Describe("The sentinels."),
        Nodes("cluster_nodes", CommonFields.Host("ip")).Describe("Nodes of the cluster to start from."),
        Field.Integer("cluster_max_redirections").WithDefault(5).InRange(0, 100).Describe("Redirections of the cluster that a command follows."),
        Field.Integer("keepalive_pool_size").InRange(1, int.MaxValue - 1).Describe("Has no effect: each loop has one connection."),
        Field.Integer("keepalive_backlog").InRange(0, int.MaxValue - 1).Describe("Has no effect."))
        .With(
            EntityChecks.MutuallyExclusiveSets(["sentinel_master", "sentinel_role", "sentinel_nodes"], ["cluster_nodes"]),
            EntityChecks.MutuallyRequired("sentinel_master", "sentinel_nodes"))) with
    {
        Description = "Redis: a server, a group with sentinels, or a cluster.",
        IsRequired = true,
        Default = new JsonObject(),
    };

    /// <summary>The flat fields of Kong 3.5 and older.</summary>
    public static Shorthand[] Shorthands() =>
    [
        Flat(CommonFields.Host("redis_host"), "host"),
        Flat(CommonFields.Port("redis_port"), "port"),
        Flat((Field.String("redis_password") with { AllowsEmpty = true }).Secret(), "password"),
        Flat(Field.String("redis_username").Referenceable(), "username"),
        Flat(Field.Boolean("redis_ssl"), "ssl"),
        Flat(Field.Boolean("redis_ssl_verify"), "ssl_verify"),
        Flat(CommonFields.ServerName("redis_server_name"), "server_name"),
        Flat(CommonFields.Timeout("redis_timeout"), "timeout"),
        Flat(Field.Integer("redis_database"), "database"),
    ];

    private static Field Nodes(string name, Field host)
        => Field.ArrayOf(name, Field.RecordOf("node", RecordSchema.Of(
            host.WithDefault("127.0.0.1"), CommonFields.Port("port").WithDefault(6379)))) with
        {
            MinLength = 1,
            MaxLength = 100,
        };

    private static Shorthand Flat(Field field, string name)
        => new(
            field.Describe($"Old name of `redis.{name}`."),
            value => new JsonObject { ["redis"] = new JsonObject { [name] = value.DeepClone() } },
            [["redis", name]]);
}
