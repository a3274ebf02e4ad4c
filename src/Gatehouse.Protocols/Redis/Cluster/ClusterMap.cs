namespace Gatehouse.Protocols.Redis.Cluster;

/// <summary>Fetches the map of a cluster: from a node that answers, else from any, else from those that the configuration names.</summary>
internal sealed class ClusterMap(RedisContext context, RedisDialer dialer)
{
    /// <summary>Nodes that are asked in one fetch.</summary>
    private const int MostAsked = 8;

    /// <summary>The ranges; null when nobody could say. What went wrong has been reported.</summary>
    public async ValueTask<List<ClusterRange>?> FetchAsync(IReadOnlyCollection<RedisLink> links)
    {
        RedisEndPoint[] known = [.. links.OrderBy(l => l.State == RedisState.Ready ? 0 : 1).Select(l => l.Server).Take(MostAsked / 2)];
        foreach (var node in known.Concat(context.Options.EndPoints).Distinct().Take(MostAsked))
        {
            var (ranges, reason) = await AskAsync(node);
            if (ranges is not null)
            {
                return ranges;
            }

            context.Counters.CountConnectFailure();
            context.Events?.Unavailable(node, reason!);
        }

        return null;
    }

    private async ValueTask<(List<ClusterRange>? Ranges, string? Reason)> AskAsync(RedisEndPoint node)
    {
        var (connection, reason) = await dialer.DialAsync(node, Unowned.Instance, context.Options.Credential, database: 0);
        if (connection is null)
        {
            return (null, reason);
        }

        try
        {
            using var reply = await RedisHandshake.SendAsync(connection, RedisHandshake.Command("CLUSTER"u8).Name("SLOTS"u8));
            if (reply.Failure != RedisFailure.None || reply.IsError)
            {
                return (null, RedisHandshake.Describe(reply));
            }

            return ClusterRange.ReadAll(reply.Value, node) switch
            {
                null => (null, "the map of the cluster cannot be read"),
                { Count: 0 } => (null, "no node has any slot"),
                var ranges => (ranges, null),
            };
        }
        finally
        {
            connection.Close("it was asked");
        }
    }
}
