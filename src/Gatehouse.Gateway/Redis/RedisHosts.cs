using System.Net;
using Gatehouse.Gateway.Upstreams.Names;
using Gatehouse.Protocols.Redis;

namespace Gatehouse.Gateway.Redis;

/// <summary>
/// Names of Redis servers by the node's resolver, looked up when a connection is made; a few at a time, since each look-up has a thread.
/// </summary>
internal sealed class RedisHosts(IHostResolver resolver, int concurrent = 8) : IRedisHosts, IDisposable
{
    private readonly SemaphoreSlim _places = new(concurrent);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<IPAddress>> FindAsync(string host)
    {
        await _places.WaitAsync().ConfigureAwait(false);
        try
        {
            return (await resolver.ResolveAsync(host).ConfigureAwait(false)).Addresses;
        }
        finally
        {
            _places.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();
}
