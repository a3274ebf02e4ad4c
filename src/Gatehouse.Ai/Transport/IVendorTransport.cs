using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Selection;

namespace Gatehouse.Ai.Transport;

/// <summary>Takes calls to one provider, over the network or inside the process.</summary>
internal interface IVendorTransport : IDisposable
{
    /// <summary>
    /// Makes the call on the loop that owns the exchange, where it completes and is read. Every outcome is an answer, none an exception.
    /// <paramref name="cancellation"/> ends it until it is disposed.
    /// </summary>
    ValueTask<VendorAnswer> SendAsync(VendorRequest request, VendorTimeouts timeouts, CancellationToken cancellation);
}
