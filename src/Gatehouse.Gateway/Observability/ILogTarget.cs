namespace Gatehouse.Gateway.Observability;

/// <summary>Where log lines end up. Used by one thread at a time.</summary>
public interface ILogTarget : IDisposable
{
    /// <summary>Writes whole lines. Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.</summary>
    void Write(ReadOnlySpan<byte> lines);

    /// <summary>Closes the file; the next write opens it anew, under its name of then (log rotation).</summary>
    void Reopen();
}
