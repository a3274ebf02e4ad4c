using System.Net;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>
/// What one upstream remembers across edits and reloads: its addresses (and the state that hangs on them) and the position of
/// its wheel. Members that take part in changes are called under <see cref="Lock"/>; picks never take it.
/// </summary>
internal sealed class UpstreamIdentity
{
    // Addresses that nobody uses at the moment are kept for a while, because DNS answers alternate; up to this many more
    // than are in use.
    private const int Spare = 256;

    private readonly Dictionary<IPEndPoint, UpstreamAddress> _addresses = [];
    private readonly List<Upstream> _versions = [];

    public Lock Lock { get; } = new();

    public WheelCursor Cursor { get; } = new();

    /// <summary>Versions in use; the registry's lock guards the list.</summary>
    public List<Upstream> Versions => _versions;

    /// <summary>The address object of an end point, the same one as long as it is remembered.</summary>
    public UpstreamAddress AddressOf(IPAddress address, int port)
    {
        var endPoint = new IPEndPoint(address, port);
        if (!_addresses.TryGetValue(endPoint, out var known))
        {
            known = new UpstreamAddress(endPoint);
            _addresses.Add(endPoint, known);
        }

        return known;
    }

    /// <summary>Forgets addresses that no version uses once there are too many of them.</summary>
    public void Prune(UpstreamPeer[] current)
    {
        if (_addresses.Count <= current.Length + Spare)
        {
            return;
        }

        var used = new HashSet<UpstreamAddress>(current.Select(p => p.Address));
        foreach (var (endPoint, address) in _addresses)
        {
            if (!used.Contains(address))
            {
                _addresses.Remove(endPoint);
            }
        }
    }
}
