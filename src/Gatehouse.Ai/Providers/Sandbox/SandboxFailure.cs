using Gatehouse.Ai.Transport;
using Gatehouse.Core.Http;

namespace Gatehouse.Ai.Providers.Sandbox;

/// <summary>A call to the sandbox that has no answer.</summary>
internal sealed class SandboxFailure(VendorFailure failure) : VendorAnswer
{
    /// <inheritdoc/>
    public override VendorFailure Failure => failure;

    /// <inheritdoc/>
    public override int Status => 0;

    /// <inheritdoc/>
    public override HeaderMap Headers { get; } = new();

    /// <inheritdoc/>
    public override bool HasBuffered => true;

    /// <inheritdoc/>
    public override ValueTask<bool> WaitAsync() => ValueTask.FromResult(true);

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> destination) => ValueTask.FromResult(-1);

    /// <inheritdoc/>
    public override void Dispose()
    {
    }
}
