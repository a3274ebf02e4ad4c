namespace Gatehouse.Gateway.Identity.Tokens;

/// <summary>A turn of somebody who verifies when resumed.</summary>
internal sealed class WaitingTurn : IVerificationTurn
{
    // Completed on the loop's own thread, where the continuation shall run.
    private readonly TaskCompletionSource<bool> _come = new();

    /// <summary>True once the turn has come.</summary>
    public Task<bool> Task => _come.Task;

    /// <inheritdoc/>
    public void Begin()
    {
    }

    /// <inheritdoc/>
    public void End() => _come.SetResult(true);
}
