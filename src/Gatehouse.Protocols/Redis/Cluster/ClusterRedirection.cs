using System.Text;
using Gatehouse.Protocols.Redis.Resp;

namespace Gatehouse.Protocols.Redis.Cluster;

/// <summary>An error that names the node to ask: <c>MOVED slot host:port</c> or <c>ASK slot host:port</c>.</summary>
/// <param name="IsAsk">Whether it is for this command only.</param>
/// <param name="Slot">The slot.</param>
/// <param name="Node">The node.</param>
internal readonly record struct ClusterRedirection(bool IsAsk, int Slot, RedisEndPoint Node)
{
    /// <summary>Reads an error; false when it is another one, or not well-formed.</summary>
    /// <param name="error">The error.</param>
    /// <param name="from">Who sent it: its host stands for an empty one.</param>
    /// <param name="redirection">What it says.</param>
    public static bool TryParse(ReadOnlySpan<byte> error, RedisEndPoint from, out ClusterRedirection redirection)
    {
        redirection = default;
        bool isAsk = error.StartsWith("ASK "u8);
        if (!isAsk && !error.StartsWith("MOVED "u8))
        {
            return false;
        }

        var rest = error[(isAsk ? 4 : 6)..];
        int space = rest.IndexOf((byte)' ');
        int colon = rest.LastIndexOf((byte)':');
        if (space < 0 || colon < space
            || !RespNumbers.TryParseLength(rest[..space], out int slot) || slot is < 0 or >= HashSlot.Count
            || !RespNumbers.TryParseLength(rest[(colon + 1)..], out int port) || port is < 1 or > ushort.MaxValue)
        {
            return false;
        }

        var host = rest[(space + 1)..colon];
        redirection = new ClusterRedirection(isAsk, slot, new RedisEndPoint(host.IsEmpty ? from.Host : Encoding.ASCII.GetString(host), port));
        return true;
    }
}
