using Gatehouse.Protocols.Redis.Resp;

namespace Gatehouse.Protocols.Redis.Sentinel;

/// <summary>
/// Asks sentinels where the server is, before each connection. The sentinel that answered is asked first the next time, as the
/// guidelines recommend; one that is slow costs at most its connect time-out.
/// </summary>
internal sealed class SentinelLocator(RedisContext context, RedisDialer dialer) : IRedisLocator
{
    private const int MostReplicas = 32;

    private readonly List<RedisEndPoint> _sentinels = [.. context.Options.EndPoints];
    private readonly RedisSentinelOptions _options = context.Options.Sentinel
        ?? throw new ArgumentException("Sentinels need the name of a group.", nameof(context));

    /// <inheritdoc/>
    public RedisEndPoint Name => context.Options.EndPoints[0];

    /// <inheritdoc/>
    public async ValueTask<RedisLocation> FindAsync()
    {
        string? reason = null;
        for (int i = 0; i < _sentinels.Count; i++)
        {
            var sentinel = _sentinels[i];
            var found = await AskAsync(sentinel);
            if (found.Servers.Count > 0)
            {
                _sentinels.RemoveAt(i);
                _sentinels.Insert(0, sentinel);
                return found;
            }

            reason = $"sentinel {sentinel}: {found.Reason}";
        }

        return new RedisLocation([], reason);
    }

    /// <inheritdoc/>
    public async ValueTask<string?> CheckAsync(RedisConnection connection)
    {
        if (_options.Role == RedisSentinelRole.Any)
        {
            return null;
        }

        using var role = await RedisHandshake.SendAsync(connection, RedisHandshake.Command("ROLE"u8));
        if (role.Failure != RedisFailure.None || role.IsError)
        {
            return RedisHandshake.Describe(role);
        }

        bool isWanted = _options.Role == RedisSentinelRole.Master
            ? role[0].Text.SequenceEqual("master"u8)
            : role[0].Text.SequenceEqual("slave"u8);
        return isWanted ? null : "the server does not have the role that was asked for";
    }

    private async ValueTask<RedisLocation> AskAsync(RedisEndPoint sentinel)
    {
        var (connection, reason) = await dialer.DialAsync(sentinel, Unowned.Instance, _options.Credential, database: 0);
        if (connection is null)
        {
            return new RedisLocation([], reason);
        }

        try
        {
            var servers = new List<RedisEndPoint>();
            if (_options.Role != RedisSentinelRole.Replica)
            {
                reason = await AddMasterAsync(connection, servers);
            }

            if (_options.Role != RedisSentinelRole.Master)
            {
                reason = await AddReplicasAsync(connection, servers);
            }

            return new RedisLocation(servers, reason ?? "it knows of no server");
        }
        finally
        {
            connection.Close("it was asked");
        }
    }

    private async ValueTask<string?> AddMasterAsync(RedisConnection connection, List<RedisEndPoint> servers)
    {
        var command = RedisHandshake.Command("SENTINEL"u8).Name("GET-MASTER-ADDR-BY-NAME"u8).Add(_options.MasterName);
        using var reply = await RedisHandshake.SendAsync(connection, command);
        if (reply.Failure != RedisFailure.None || reply.IsError)
        {
            return RedisHandshake.Describe(reply);
        }

        Add(reply[0], reply[1], servers);
        return servers.Count > 0 ? null : $"it does not know '{_options.MasterName}'";
    }

    private async ValueTask<string?> AddReplicasAsync(RedisConnection connection, List<RedisEndPoint> servers)
    {
        var command = RedisHandshake.Command("SENTINEL"u8).Name("REPLICAS"u8).Add(_options.MasterName);
        using var reply = await RedisHandshake.SendAsync(connection, command);
        if (reply.Failure != RedisFailure.None || reply.IsError)
        {
            return RedisHandshake.Describe(reply);
        }

        for (int i = 0; i < Math.Min(reply.Value.Count, MostReplicas); i++)
        {
            var replica = reply[i];
            if (IsUp(Field(replica, "flags"u8).Text))
            {
                Add(Field(replica, "ip"u8), Field(replica, "port"u8), servers);
            }
        }

        return servers.Count > 0 ? null : "it knows of no replica";
    }

    private static bool IsUp(ReadOnlySpan<byte> flags)
        => flags.IndexOf("s_down"u8) < 0 && flags.IndexOf("o_down"u8) < 0 && flags.IndexOf("disconnected"u8) < 0;

    private static void Add(RespValue host, RespValue port, List<RedisEndPoint> servers)
    {
        if (!host.Text.IsEmpty && port.TryGetInteger(out long number) && number is > 0 and <= ushort.MaxValue)
        {
            servers.Add(new RedisEndPoint(host.GetString(), (int)number));
        }
    }

    /// <summary>A value of a map, or of the list of names and values that it is in RESP2.</summary>
    private static RespValue Field(RespValue record, ReadOnlySpan<byte> name)
    {
        for (int i = 0; i + 1 < record.Count; i += 2)
        {
            if (record[i].Text.SequenceEqual(name))
            {
                return record[i + 1];
            }
        }

        return default;
    }
}
