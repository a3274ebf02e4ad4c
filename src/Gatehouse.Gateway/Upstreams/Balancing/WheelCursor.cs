using System.Runtime.InteropServices;

namespace Gatehouse.Gateway.Upstreams.Balancing;

/// <summary>
/// Position on the wheel of one upstream, shared by all loops, so that shares are exact over the process and not only per loop.
/// Outlives wheels: a DNS change does not start over at the first target.
/// </summary>
internal sealed class WheelCursor
{
    private Padded _position;

    /// <summary>0, 1, 2, …</summary>
    public ulong Next() => Interlocked.Increment(ref _position.Value) - 1;

    // A cache line to itself on both sides: every loop writes it, nothing that is only read may share it.
    [StructLayout(LayoutKind.Explicit, Size = 192)]
    private struct Padded
    {
        [FieldOffset(64)]
        public ulong Value;
    }
}
