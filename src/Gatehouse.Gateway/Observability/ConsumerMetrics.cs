using Gatehouse.Protocols.Prometheus;

namespace Gatehouse.Gateway.Observability;

/// <summary>
/// Counters of one (service, route, consumer). Which statuses occur is learnt: a handful per route, found by a scan over a few
/// keys.
/// </summary>
internal sealed class ConsumerMetrics
{
    private readonly RequestFamilies _families;
    private readonly string _service, _route, _consumer;
    private readonly Lock _lock = new();
    private StatusCounter[] _statuses = [];
    private volatile Bandwidth? _bandwidth;

    public ConsumerMetrics(RequestFamilies families, string service, string route, string consumer)
    {
        _families = families;
        _service = service;
        _route = route;
        _consumer = consumer;
    }

    /// <summary>Counts a request.</summary>
    public void CountRequest(int shard, int status, bool fromService)
    {
        int key = (status << 1) | (fromService ? 1 : 0);
        foreach (ref readonly var known in Volatile.Read(ref _statuses).AsSpan())
        {
            if (known.Key == key)
            {
                known.Counter.Add(shard);
                return;
            }
        }

        AddStatus(key).Add(shard);
    }

    /// <summary>Counts bytes.</summary>
    public void CountBytes(int shard, long received, long sent)
    {
        var bandwidth = _bandwidth ?? BindBandwidth();
        bandwidth.Ingress.Add(shard, received);
        bandwidth.Egress.Add(shard, sent);
    }

    private Counter AddStatus(int key)
    {
        lock (_lock)
        {
            var counter = _families.Requests.With(
                _service,
                _route,
                (key >> 1).ToString(System.Globalization.CultureInfo.InvariantCulture),
                (key & 1) == 1 ? "service" : "kong",
                KongWorkspace.Name,
                _consumer);
            Volatile.Write(ref _statuses, [.. _statuses, new StatusCounter(key, counter)]);
            return counter;
        }
    }

    private Bandwidth BindBandwidth()
    {
        lock (_lock)
        {
            return _bandwidth ??= new Bandwidth(
                _families.Bandwidth.With(_service, _route, "ingress", KongWorkspace.Name, _consumer),
                _families.Bandwidth.With(_service, _route, "egress", KongWorkspace.Name, _consumer));
        }
    }

    private readonly record struct StatusCounter(int Key, Counter Counter);

    // A handle has two fields: it is published inside an object, so that nobody sees one without the other.
    private sealed record Bandwidth(Counter Ingress, Counter Egress);
}
