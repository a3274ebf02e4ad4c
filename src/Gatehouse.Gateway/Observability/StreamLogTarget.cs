namespace Gatehouse.Gateway.Observability;

/// <summary>Writes to a stream that is there anyway: standard output, standard error.</summary>
internal sealed class StreamLogTarget(Stream stream) : ILogTarget
{
    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> lines)
    {
        stream.Write(lines);
        stream.Flush();
    }

    /// <inheritdoc/>
    public void Reopen()
    {
        // Standard streams cannot be opened anew.
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();
}
