using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Redis;
using Gatehouse.Protocols.Redis;
using Xunit;

namespace Gatehouse.Gateway.Tests.Redis;

public class RedisSchemaTests
{
    private static readonly RecordSchema Plugin = RecordSchema.Of(RedisSchema.Create()).WithShorthands(RedisSchema.Shorthands());

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"redis":{}}""")]
    [InlineData("""{"redis":{"port":6380,"password":"x"}}""")]
    public void Record_without_a_server_is_none(string config) => Assert.Null(Read(config));

    [Fact]
    public void Defaults_are_Kongs()
    {
        var config = Read("""{"redis":{"host":"redis.test"}}""")!;
        Assert.Equal([new RedisEndPoint("redis.test", 6379)], config.EndPoints);
        Assert.Equal(
            (RedisTopology.Standalone, 0, false, false, 2000, 2000),
            (config.Topology, config.Database, config.Ssl, config.SslVerify, config.ConnectTimeout, config.CommandTimeout));
        var options = config.ToOptions(null);
        Assert.Null(options.Credential);
        Assert.Null(options.Sentinel);
        Assert.Equal((2000, 2000, 2000), (options.Limits.ConnectTimeoutMilliseconds, options.Limits.CommandTimeoutMilliseconds, options.Limits.ReplyTimeoutMilliseconds));
    }

    // A configuration, and the same in the words of 3.6.
    [Theory]
    [InlineData("""{"redis_host":"h","redis_port":1,"redis_database":2,"redis_timeout":3}""", """{"redis":{"host":"h","port":1,"database":2,"timeout":3}}""")]
    [InlineData("""{"redis_host":"h","redis_username":"u","redis_password":"p"}""", """{"redis":{"host":"h","username":"u","password":"p"}}""")]
    [InlineData("""{"redis_host":"h","redis_ssl":true,"redis_ssl_verify":true,"redis_server_name":"s.test"}""", """{"redis":{"host":"h","ssl":true,"ssl_verify":true,"server_name":"s.test"}}""")]
    [InlineData("""{"redis_host":"h","redis":{"port":9}}""", """{"redis":{"host":"h","port":9}}""")]
    [InlineData("""{"redis":{"host":"h","timeout":70}}""", """{"redis":{"host":"h","connect_timeout":70,"send_timeout":70,"read_timeout":70}}""")]
    [InlineData("""{"redis":{"host":"h","send_timeout":50,"read_timeout":60}}""", """{"redis":{"host":"h","send_timeout":60,"read_timeout":1}}""")]
    [InlineData("""{"redis":{"host":"h","username":null}}""", """{"redis":{"host":"h","keepalive_pool_size":30,"keepalive_backlog":5}}""")]
    public void Other_spellings_mean_the_same(string one, string other)
    {
        Assert.Equal(Read(other), Read(one));
        Assert.Equal(Read(other)!.GetHashCode(), Read(one)!.GetHashCode());
    }

    [Theory]
    [InlineData("""{"host":"i"}""")]
    [InlineData("""{"port":6380}""")]
    [InlineData("""{"database":1}""")]
    [InlineData("""{"username":"u"}""")]
    [InlineData("""{"password":"p"}""")]
    [InlineData("""{"ssl":true}""")]
    [InlineData("""{"ssl_verify":true}""")]
    [InlineData("""{"server_name":"s.test"}""")]
    [InlineData("""{"timeout":1}""")]
    [InlineData("""{"connect_timeout":1}""")]
    [InlineData("""{"read_timeout":3000}""")]
    [InlineData("""{"cluster_max_redirections":1}""")]
    [InlineData("""{"cluster_nodes":[{"ip":"h"}]}""")]
    [InlineData("""{"sentinel_master":"m","sentinel_nodes":[{"host":"h"}]}""")]
    public void Other_settings_are_another_Redis(string change)
    {
        var plain = new JsonObject { ["host"] = "h" };
        var changed = new JsonObject { ["host"] = "h" };
        foreach (var (name, value) in JsonNode.Parse(change)!.AsObject())
        {
            changed[name] = value?.DeepClone();
        }

        Assert.NotEqual(Read(new JsonObject { ["redis"] = plain }.ToJsonString()), Read(new JsonObject { ["redis"] = changed }.ToJsonString()));
    }

    [Fact]
    public void Sentinels_and_their_own_user_are_read()
    {
        var options = Read("""
            {"redis":{"host":"127.0.0.1","sentinel_master":"m","sentinel_role":"slave","sentinel_nodes":[{"host":"a.test","port":26379},{"host":"[::1]"}],
             "username":"u","password":"p","sentinel_username":"su","sentinel_password":"sp","database":4}}
            """)!.ToOptions(null);
        Assert.Equal(RedisTopology.Sentinel, options.Topology);
        Assert.Equal([new RedisEndPoint("a.test", 26379), new RedisEndPoint("::1", 6379)], options.EndPoints);
        Assert.Equal(new RedisSentinelOptions { MasterName = "m", Role = RedisSentinelRole.Replica, Credential = new RedisCredential("su", "sp") }, options.Sentinel);
        Assert.Equal((new RedisCredential("u", "p"), 4), (options.Credential, options.Database));
    }

    [Fact]
    public void Cluster_comes_before_the_host_of_a_dump_and_has_one_database()
    {
        var options = Read("""{"redis":{"host":"127.0.0.1","cluster_nodes":[{"ip":"10.0.0.1","port":7000}],"cluster_max_redirections":2,"database":3}}""")!.ToOptions(null);
        Assert.Equal(RedisTopology.Cluster, options.Topology);
        Assert.Equal([new RedisEndPoint("10.0.0.1", 7000)], options.EndPoints);
        Assert.Equal((0, 2), (options.Database, options.Limits.MaxRedirections));
    }

    [Theory]
    [InlineData("""{"redis":{"host":"h","port":65536}}""", "port")]
    [InlineData("""{"redis":{"host":"h:1"}}""", "host")]
    [InlineData("""{"redis":{"host":"h","database":-1}}""", "database")]
    [InlineData("""{"redis":{"host":"h","timeout":-1}}""", "timeout")]
    [InlineData("""{"redis":{"sentinel_master":"m"}}""", "@entity")]
    [InlineData("""{"redis":{"sentinel_master":"m","sentinel_nodes":[{}],"cluster_nodes":[{}]}}""", "@entity")]
    [InlineData("""{"redis":{"sentinel_role":"leader"}}""", "sentinel_role")]
    [InlineData("""{"redis":{"cluster_nodes":[]}}""", "cluster_nodes")]
    [InlineData("""{"redis":{"unknown":1}}""", "unknown")]
    public void Wrong_field_is_named(string config, string field)
        => Assert.Contains($"\"{field}\"", SchemaValidator.Validate(Plugin, JsonNode.Parse(config)!.AsObject())!.ToJson().ToJsonString(), StringComparison.Ordinal);

    [Fact]
    public void Password_is_shown_nowhere()
    {
        var config = Read("""{"redis":{"host":"h","password":"geheim","username":"nutzer"}}""")!;
        Assert.Equal("h:6379", config.ToString());
        var schema = RedisSchema.Create().Record!;
        Assert.All(new[] { "password", "sentinel_password" }, n => Assert.True(schema.TryGetField(n, out var f) && f is { IsSecret: true, IsReferenceable: true }));
        Assert.All(new[] { "username", "sentinel_username" }, n => Assert.True(schema.TryGetField(n, out var f) && f.IsReferenceable));
    }

    private static RedisConfig? Read(string config)
    {
        var record = JsonNode.Parse(config)!.AsObject();
        Assert.Null(SchemaValidator.Validate(Plugin, record)?.ToJson().ToJsonString());
        return RedisConfig.From(new ConfigReader(record).GetRecord("redis"));
    }
}
