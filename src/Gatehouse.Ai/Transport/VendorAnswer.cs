using Gatehouse.Core.Http;

namespace Gatehouse.Ai.Transport;

/// <summary>
/// What came of a call to a vendor: the head, and the body to be read. Belongs to the loop of the call; dispose it in any case.
/// </summary>
internal abstract class VendorAnswer : IDisposable
{
    /// <summary>Why there is no answer, or no end of it; looked at after the call and after each read that gave −1.</summary>
    public abstract VendorFailure Failure { get; }

    /// <summary>What exactly failed, for the node's log; null = nothing to say. Never holds a credential.</summary>
    public virtual string? FailureReason => null;

    /// <summary>Status; 0 without an answer.</summary>
    public abstract int Status { get; }

    public abstract HeaderMap Headers { get; }

    /// <summary>Whether something can be read without waiting: what came together leaves together.</summary>
    public abstract bool HasBuffered { get; }

    /// <summary>Waits until <see cref="ReadAsync"/> would complete at once, holding no buffer meanwhile. Always true.</summary>
    public abstract ValueTask<bool> WaitAsync();

    /// <summary>Bytes of the body: 1…n, 0 at its end, −1 after a failure.</summary>
    public abstract ValueTask<int> ReadAsync(Memory<byte> destination);

    /// <inheritdoc/>
    public abstract void Dispose();
}
