namespace Gatehouse.Gateway.Outbound;

/// <summary>Bounds the calls to each host, so that one that is slow holds up its own callers only.</summary>
internal sealed class HostGates(OutboundOptions options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, HostGate> _gates = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Hosts with calls.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _gates.Count;
            }
        }
    }

    /// <summary>Takes part in a host's calls: null when too many wait. Then wait for a place, and leave with <see cref="Leave"/>.</summary>
    public HostGate? Enter(string authority)
    {
        lock (_lock)
        {
            if (!_gates.TryGetValue(authority, out var gate))
            {
                gate = new HostGate(options.CallsPerHost);
                _gates.Add(authority, gate);
            }

            if (gate.Users >= options.CallsPerHost + options.WaitingPerHost)
            {
                return null;
            }

            gate.Users++;
            return gate;
        }
    }

    /// <summary>Leaves; the last one takes the gate away.</summary>
    public void Leave(string authority, HostGate gate)
    {
        lock (_lock)
        {
            if (--gate.Users == 0)
            {
                _gates.Remove(authority);
                gate.Dispose();
            }
        }
    }
}
