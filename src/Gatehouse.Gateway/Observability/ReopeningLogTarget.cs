namespace Gatehouse.Gateway.Observability;

/// <summary>Opens the file for each write, so that it may be moved away at any time.</summary>
internal sealed class ReopeningLogTarget(ILogTarget target) : ILogTarget
{
    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> lines)
    {
        target.Reopen();
        target.Write(lines);
    }

    /// <inheritdoc/>
    public void Reopen() => target.Reopen();

    /// <inheritdoc/>
    public void Dispose() => target.Dispose();
}
