using System.Net;
using Gatehouse.Gateway.Upstreams.Balancing;
using Gatehouse.Gateway.Upstreams.Health;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>
/// What one upstream remembers across edits and reloads: its addresses (and the state that hangs on them) and the position of
/// its wheel. Members that take part in changes are called under <see cref="Lock"/>; picks never take it.
/// </summary>
/// <param name="health">Checks its addresses; null = nobody does.</param>
internal sealed class UpstreamIdentity(UpstreamHealth? health = null)
{
    // Addresses that nobody uses at the moment are kept for a while, because DNS answers alternate; up to this many more
    // than are in use.
    private const int Spare = 256;

    private readonly Dictionary<IPEndPoint, UpstreamAddress> _addresses = [];
    private readonly List<Upstream> _versions = [];

    public Lock Lock { get; } = new();

    public WheelCursor Cursor { get; } = new();

    /// <summary>The version that says what is checked: the newest; the registry's lock guards it.</summary>
    public Upstream? Current { get; private set; }

    /// <summary>Told when the health of an address changes, on the thread that changed it.</summary>
    public event Action? HealthChanged;

    /// <summary>Versions in use; the registry's lock guards the list.</summary>
    public List<Upstream> Versions => _versions;

    /// <summary>Makes a version the current one; null = none is in use any more. Under the registry's lock.</summary>
    public void Use(Upstream? current)
    {
        Current = current;
        if (current is null)
        {
            health?.Stop();
        }
        else
        {
            health?.Start(current);
        }
    }

    /// <summary>Says that a version has other peers. Not under <see cref="Lock"/>.</summary>
    public void HasChanged(Upstream version)
    {
        if (ReferenceEquals(version, Current))
        {
            health?.Follow(version);
        }
    }

    /// <summary>The address object of an end point, the same one as long as it is remembered.</summary>
    public UpstreamAddress AddressOf(IPAddress address, int port)
    {
        var endPoint = new IPEndPoint(address, port);
        if (!_addresses.TryGetValue(endPoint, out var known))
        {
            known = new UpstreamAddress(endPoint, () => HealthChanged?.Invoke());
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
