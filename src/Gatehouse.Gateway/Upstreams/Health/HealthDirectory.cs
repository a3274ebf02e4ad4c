using System.Globalization;
using System.Net;
using Gatehouse.Core.Diagnostics;
using Gatehouse.Gateway.Observability;

namespace Gatehouse.Gateway.Upstreams.Health;

/// <summary>Shows health to the Admin API and to metrics, and takes an operator's word.</summary>
internal sealed class HealthDirectory(UpstreamRegistry registry) : IUpstreamHealth
{
    /// <inheritdoc/>
    public UpstreamReport? Read(string upstreamId) => registry.Find(upstreamId) is { } upstream ? Read(upstream) : null;

    /// <inheritdoc/>
    public bool TrySet(string upstreamId, string target, IPEndPoint? address, bool isHealthy)
    {
        if (registry.Find(upstreamId) is not { } upstream)
        {
            return false;
        }

        int index = Array.FindIndex(upstream.Spec.Targets, t => NameOf(t).Equals(target, StringComparison.OrdinalIgnoreCase));
        if (index < 0)
        {
            return false;
        }

        var endPoints = upstream.AddressesOf(index).Select(a => new IPEndPoint(a, upstream.Spec.Targets[index].Port));
        var judges = upstream.Peers
            .Where(p => endPoints.Contains(p.EndPoint) && (address is null || p.EndPoint.Equals(address)))
            .Select(static p => p.Address.Judge)
            .OfType<AddressHealth>()
            .Distinct()
            .ToArray();
        Array.ForEach(judges, j => j.Set(isHealthy));
        return judges.Length > 0;
    }

    /// <summary>Samples of <c>kong_upstream_target_health</c>.</summary>
    public IEnumerable<UpstreamTargetHealth> Samples()
    {
        foreach (var upstream in registry.Entities())
        {
            var report = Read(upstream);
            foreach (var target in report.Targets)
            {
                if (target.Addresses.Count == 0)
                {
                    yield return new UpstreamTargetHealth(upstream.Spec.Name, target.Target, "", "dns_error");
                }

                foreach (var address in target.Addresses)
                {
                    string state = !address.IsHealthy ? "unhealthy" : report.IsChecked ? "healthy" : "healthchecks_off";
                    yield return new UpstreamTargetHealth(upstream.Spec.Name, target.Target, address.EndPoint.ToString(), state);
                }
            }
        }
    }

    private static UpstreamReport Read(Upstream upstream)
    {
        var known = new Dictionary<IPEndPoint, UpstreamAddress>();
        foreach (var peer in upstream.Peers)
        {
            known.TryAdd(peer.EndPoint, peer.Address);
        }

        var targets = new List<TargetReport>();
        long available = 0, total = 0;
        for (int i = 0; i < upstream.Spec.Targets.Length; i++)
        {
            var target = upstream.Spec.Targets[i];
            if (target.Weight == 0)
            {
                continue;
            }

            var addresses = Array.ConvertAll(upstream.AddressesOf(i), a => Read(new IPEndPoint(a, target.Port), target.Weight, known));
            available += addresses.Where(static a => a.IsHealthy).Sum(static a => (long)a.Weight);
            total += addresses.Sum(static a => (long)a.Weight);
            targets.Add(new TargetReport(
                NameOf(target), target.Host, target.Port, !IPAddress.TryParse(target.Host, out _), target.Weight, addresses));
        }

        double share = total == 0 ? 0 : 100.0 * available / total;
        return new UpstreamReport(upstream.Spec.Health.IsOn, total > 0 && (available == total || share > upstream.Spec.Health.Threshold), targets);
    }

    private static AddressReport Read(IPEndPoint endPoint, int weight, Dictionary<IPEndPoint, UpstreamAddress> known)
    {
        var address = known.GetValueOrDefault(endPoint);
        return new AddressReport(endPoint, weight, address is null || address.Health.State == TargetState.Eligible, address?.Judge?.Reason);
    }

    private static string NameOf(UpstreamTargetSpec target)
        => string.Create(CultureInfo.InvariantCulture, $"{(target.Host.Contains(':') ? $"[{target.Host}]" : target.Host)}:{target.Port}");
}
