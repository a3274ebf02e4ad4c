using Gatehouse.Gateway.Upstreams.Health;

namespace Gatehouse.Gateway.Tests.Upstreams.Health;

/// <summary>The upstream around one judged address.</summary>
internal sealed class ScriptedWatch(FakeClock clock) : IHealthWatch
{
    public TimeProvider Time => clock;

    public bool Allows { get; set; } = true;

    /// <summary>Each change: state and reason.</summary>
    public List<string> Changes { get; } = [];

    public int Knocks { get; private set; }

    public bool MayEject(OutlierLimits limits) => Allows;

    public void Changed(AddressHealth address) => Changes.Add($"{(address.IsHealthy ? "healthy" : "unhealthy")}: {address.Reason}");

    public void Knock(AddressHealth address) => Knocks++;
}
