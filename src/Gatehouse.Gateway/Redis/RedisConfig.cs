using Gatehouse.Core.Schemas;
using Gatehouse.Protocols.Redis;

namespace Gatehouse.Gateway.Redis;

/// <summary>Kong's <c>redis</c> record. Equal settings are the same Redis.</summary>
internal sealed record RedisConfig
{
    /// <summary>Time limits where none is set: 2000 ms (Kong: timeout).</summary>
    public const int DefaultTimeout = 2000;

    private const int DefaultPort = 6379;

    /// <summary>What the addresses are.</summary>
    public RedisTopology Topology { get; init; }

    /// <summary>The server, the sentinels, or nodes of the cluster.</summary>
    public required IReadOnlyList<RedisEndPoint> EndPoints { get; init; }

    /// <summary>ACL user, null = the default one. Without effect without a password, as in Kong.</summary>
    public string? Username { get; init; }

    /// <summary>Password, null = none.</summary>
    public string? Password { get; init; }

    /// <summary>Database, default 0; always 0 in a cluster.</summary>
    public int Database { get; init; }

    /// <summary>Whether TLS is spoken. Default false.</summary>
    public bool Ssl { get; init; }

    /// <summary>Whether the certificate is verified. Default false (Kong).</summary>
    public bool SslVerify { get; init; }

    /// <summary>Name for SNI and the certificate, null = the host.</summary>
    public string? ServerName { get; init; }

    /// <summary>Milliseconds for connecting.</summary>
    public int ConnectTimeout { get; init; } = DefaultTimeout;

    /// <summary>Milliseconds for sending a command and reading its answer: the greater of Kong's two, which run at the same time here.</summary>
    public int CommandTimeout { get; init; } = DefaultTimeout;

    /// <summary>Redirections that a command follows in a cluster. Default 5.</summary>
    public int MaxRedirections { get; init; } = 5;

    /// <summary>Name of the sentinels' group; set with sentinels.</summary>
    public string? SentinelMaster { get; init; }

    /// <summary>Which server of the group.</summary>
    public RedisSentinelRole SentinelRole { get; init; }

    /// <summary>User of the sentinels, null = the default one.</summary>
    public string? SentinelUsername { get; init; }

    /// <summary>Password of the sentinels, null = none.</summary>
    public string? SentinelPassword { get; init; }

    /// <summary>
    /// Reads a validated record; null when it names no server. Sentinels come before a cluster and both before `host`, which dumps of Kong
    /// always have.
    /// </summary>
    public static RedisConfig? From(ConfigReader redis)
    {
        RedisEndPoint[] sentinels = EndPointsOf(redis, "sentinel_nodes", "host");
        RedisEndPoint[] nodes = EndPointsOf(redis, "cluster_nodes", "ip");
        var topology = sentinels.Length > 0 ? RedisTopology.Sentinel : nodes.Length > 0 ? RedisTopology.Cluster : RedisTopology.Standalone;
        RedisEndPoint[] servers = topology switch
        {
            RedisTopology.Sentinel => sentinels,
            RedisTopology.Cluster => nodes,
            _ when redis.GetString("host") is { } host => [new RedisEndPoint(Unbracketed(host), redis.GetInt("port", DefaultPort))],
            _ => [],
        };
        return servers.Length == 0 ? null : Read(redis, topology, servers);
    }

    /// <summary>What a client is made of.</summary>
    public RedisOptions ToOptions(RedisTls? tls) => new()
    {
        EndPoints = EndPoints,
        Topology = Topology,
        Credential = CredentialOf(Username, Password),
        Database = Topology == RedisTopology.Cluster ? 0 : Database,
        Tls = tls,
        ClientName = "gatehouse",
        Sentinel = Topology != RedisTopology.Sentinel ? null : new RedisSentinelOptions
        {
            MasterName = SentinelMaster!,
            Role = SentinelRole,
            Credential = CredentialOf(SentinelUsername, SentinelPassword),
        },
        Limits = new RedisLimits
        {
            ConnectTimeoutMilliseconds = ConnectTimeout,
            CommandTimeoutMilliseconds = CommandTimeout,
            ReplyTimeoutMilliseconds = CommandTimeout,
            MaxRedirections = MaxRedirections,
        },
    };

    /// <inheritdoc/>
    public bool Equals(RedisConfig? other)
        => other is not null && Key().Equals(other.Key()) && EndPoints.SequenceEqual(other.EndPoints);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Topology, EndPoints[0], Database, SentinelMaster);

    /// <summary>The addresses; nothing else is told.</summary>
    public override string ToString() => string.Join(", ", EndPoints);

    private static RedisConfig Read(ConfigReader redis, RedisTopology topology, RedisEndPoint[] servers)
    {
        int timeout = AtLeastOne(redis.GetInt("timeout", DefaultTimeout));
        return new RedisConfig
        {
            Topology = topology,
            EndPoints = servers,
            Username = redis.GetString("username"),
            Password = redis.GetString("password"),
            Database = redis.GetInt("database", 0),
            Ssl = redis.GetBool("ssl", false),
            SslVerify = redis.GetBool("ssl_verify", false),
            ServerName = redis.GetString("server_name"),
            ConnectTimeout = AtLeastOne(redis.GetInt("connect_timeout", timeout)),
            CommandTimeout = AtLeastOne(Math.Max(redis.GetInt("send_timeout", timeout), redis.GetInt("read_timeout", timeout))),
            MaxRedirections = redis.GetInt("cluster_max_redirections", 5),
            SentinelMaster = redis.GetString("sentinel_master"),
            SentinelRole = redis.GetString("sentinel_role") switch
            {
                "slave" => RedisSentinelRole.Replica,
                "any" => RedisSentinelRole.Any,
                _ => RedisSentinelRole.Master,
            },
            SentinelUsername = redis.GetString("sentinel_username"),
            SentinelPassword = redis.GetString("sentinel_password"),
        };
    }

    private static RedisEndPoint[] EndPointsOf(ConfigReader redis, string list, string host)
        => [.. redis.GetRecords(list).Select(n => new RedisEndPoint(Unbracketed(n.GetString(host, "127.0.0.1")), n.GetInt("port", DefaultPort)))];

    private static string Unbracketed(string host) => host is ['[', .. var inner, ']'] ? inner : host;

    private static int AtLeastOne(int milliseconds) => Math.Max(1, milliseconds);

    private static RedisCredential? CredentialOf(string? user, string? password)
        => string.IsNullOrEmpty(password) ? null : new RedisCredential(string.IsNullOrEmpty(user) ? null : user, password);

    private (object, object, object) Key() => (
        (Topology, Username, Password, Database, Ssl, SslVerify, ServerName),
        (ConnectTimeout, CommandTimeout, MaxRedirections),
        (SentinelMaster, SentinelRole, SentinelUsername, SentinelPassword));
}
