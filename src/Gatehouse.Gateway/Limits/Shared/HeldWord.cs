namespace Gatehouse.Gateway.Limits.Shared;

/// <summary>What a command says about a concurrency counter of this node.</summary>
/// <param name="Name">Under which of the node's names.</param>
/// <param name="Unsaid">What is added to the server's count besides the cost.</param>
internal readonly record struct HeldWord(int Name, int Unsaid)
{
    /// <summary>In one number, for <see cref="LimitCharge.Booking"/>.</summary>
    public long Packed => ((long)Name << 32) | (uint)Unsaid;

    public static HeldWord Unpack(long packed) => new((int)(packed >> 32), (int)packed);
}
