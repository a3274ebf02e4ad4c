using Gatehouse.Protocols.Redis.Resp;

namespace Gatehouse.Protocols.Redis.Cluster;

/// <summary>Slots that follow one another, and the node that takes writes for them.</summary>
internal readonly record struct ClusterRange(int First, int Last, RedisEndPoint Node)
{
    /// <summary>
    /// Reads the answer to <c>CLUSTER SLOTS</c>; null when it is something else. Ranges without a node that can be named are left out.
    /// </summary>
    public static List<ClusterRange>? ReadAll(RespValue slots, RedisEndPoint from)
    {
        if (slots.Kind != RespKind.Array)
        {
            return null;
        }

        var ranges = new List<ClusterRange>(slots.Count);
        for (int i = 0; i < slots.Count; i++)
        {
            var entry = slots[i];
            var node = entry[2];
            if (!entry[0].TryGetInteger(out long first) || !entry[1].TryGetInteger(out long last) || !node[1].TryGetInteger(out long port)
                || first < 0 || last < first || last >= HashSlot.Count)
            {
                return null;
            }

            // No host, or an empty one: the one that was asked. "?" is a node that does not know its name.
            string host = node[0].Text.IsEmpty ? from.Host : node[0].GetString();
            if (host != "?" && port is > 0 and <= ushort.MaxValue)
            {
                ranges.Add(new ClusterRange((int)first, (int)last, new RedisEndPoint(host, (int)port)));
            }
        }

        return ranges;
    }
}
