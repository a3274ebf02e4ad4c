namespace Gatehouse.Gateway.Outbound;

/// <summary>Places for calls to one host. <see cref="Users"/> is guarded by <see cref="HostGates"/>.</summary>
internal sealed class HostGate(int places) : IDisposable
{
    /// <summary>Free places.</summary>
    public SemaphoreSlim Places { get; } = new(places);

    /// <summary>Calls that have a place or wait for one.</summary>
    public int Users { get; set; }

    /// <inheritdoc/>
    public void Dispose() => Places.Dispose();
}
