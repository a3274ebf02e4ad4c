using System.Buffers;
using System.Numerics;

namespace Gatehouse.Net.Loops;

/// <summary>
/// Buffers of the calling thread, in powers of two from 512 B to 64 KiB. A loop rents and returns on its one thread, hence no
/// locks, and it keeps as many as it had out at a time, up to a bound.
/// </summary>
/// <remarks>
/// <see cref="ArrayPool{T}.Shared"/> keeps 33 arrays of a size for a thread that is pinned to a core: with 64 exchanges in
/// flight the rest was allocated anew for each request (measured with 1 KiB request bodies: three times the CPU).
/// </remarks>
public sealed class LoopBufferPool : ArrayPool<byte>
{
    private const int SmallestLog2 = 9;
    private const int LargestLog2 = 16;

    /// <summary>Bytes kept per size and thread: 1024 exchanges with a buffer of 16 KiB each.</summary>
    private const int MaxSpareBytes = 16 * 1024 * 1024;

    [ThreadStatic]
    private static Stack<byte[]>[]? _spare;

    private LoopBufferPool()
    {
    }

    /// <summary>The pool; its stock is the calling thread's.</summary>
    public static LoopBufferPool Instance { get; } = new();

    /// <inheritdoc/>
    public override byte[] Rent(int minimumLength)
    {
        int log2 = Log2(minimumLength);
        if (log2 > LargestLog2)
        {
            return Shared.Rent(minimumLength);
        }

        return Spare()[log2 - SmallestLog2].TryPop(out byte[]? buffer)
            ? buffer
            : GC.AllocateUninitializedArray<byte>(1 << log2);
    }

    /// <inheritdoc/>
    public override void Return(byte[] array, bool clearArray = false)
    {
        ArgumentNullException.ThrowIfNull(array);
        int log2 = Log2(array.Length);
        if (log2 > LargestLog2)
        {
            Shared.Return(array, clearArray);
            return;
        }

        if (array.Length != 1 << log2)
        {
            throw new ArgumentException("The array is not one of this pool.", nameof(array));
        }

        if (clearArray)
        {
            Array.Clear(array);
        }

        var spare = Spare()[log2 - SmallestLog2];
        if (spare.Count < MaxSpareBytes >> log2)
        {
            spare.Push(array);
        }
    }

    private static int Log2(int length)
        => Math.Max(SmallestLog2, BitOperations.Log2((uint)Math.Max(length, 1) - 1) + 1);

    private static Stack<byte[]>[] Spare() => _spare ??= CreateStock();

    private static Stack<byte[]>[] CreateStock()
    {
        var stock = new Stack<byte[]>[LargestLog2 - SmallestLog2 + 1];
        for (int i = 0; i < stock.Length; i++)
        {
            stock[i] = new Stack<byte[]>();
        }

        return stock;
    }
}
