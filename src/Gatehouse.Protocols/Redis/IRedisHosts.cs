using System.Net;

namespace Gatehouse.Protocols.Redis;

/// <summary>Finds the addresses of a name. Called on the loop; may complete anywhere.</summary>
public interface IRedisHosts
{
    /// <summary>Addresses of a host that is no address itself, best first; empty when there are none or nobody could tell. Does not throw.</summary>
    Task<IReadOnlyList<IPAddress>> FindAsync(string host);
}
