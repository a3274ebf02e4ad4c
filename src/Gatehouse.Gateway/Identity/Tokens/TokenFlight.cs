namespace Gatehouse.Gateway.Identity.Tokens;

/// <summary>A verification that is under way. Who else brings the token waits for its end, on the own loop.</summary>
internal sealed class TokenFlight(int tokenLength)
{
    private readonly TaskCompletionSource<TokenCheck> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Bytes of the token.</summary>
    public int TokenLength { get; } = tokenLength;

    /// <summary>The result.</summary>
    public Task<TokenCheck> Task => _end.Task;

    public void SetResult(TokenCheck check) => _end.SetResult(check);

    public void SetException(Exception error)
    {
        _end.SetException(error);

        // Perhaps nobody waits; whoever started it sees the exception anyway.
        _ = _end.Task.Exception;
    }
}
