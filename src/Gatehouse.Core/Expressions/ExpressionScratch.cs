using System.Buffers;

namespace Gatehouse.Core.Expressions;

/// <summary>
/// Memory for text that an evaluation makes: taken from the shared pool when first asked for, bounded by
/// <see cref="ExpressionLimits.MaxScratch"/>, given back when the evaluation ends.
/// </summary>
public ref struct ExpressionScratch
{
    private byte[]? _rented;
    private int _used;

    /// <summary>Whether more was asked for than is allowed.</summary>
    internal bool IsExhausted { readonly get; private set; }

    /// <summary>How much is taken; what was taken behind a mark may be given back by <see cref="Release"/>.</summary>
    internal readonly int Mark => _used;

    /// <summary>Takes memory, uninitialised; false when it would be more than allowed.</summary>
    public bool TryTake(int length, out Span<byte> memory)
    {
        if (length < 0 || length > ExpressionLimits.MaxScratch - _used)
        {
            IsExhausted = true;
            memory = default;
            return false;
        }

        _rented ??= ArrayPool<byte>.Shared.Rent(ExpressionLimits.MaxScratch);
        memory = _rented.AsSpan(_used, length);
        _used += length;
        return true;
    }

    internal void Release(int mark) => _used = mark;

    internal void Return()
    {
        if (_rented is { } rented)
        {
            _rented = null;
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
