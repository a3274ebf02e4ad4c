using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Unicode;
using Gatehouse.Core.Exchanges;

namespace Gatehouse.Gateway.Plugins.CorrelationId;

/// <summary>Makes correlation ids without allocating.</summary>
internal sealed class CorrelationIdWriter(TimeProvider time, Func<Guid> newGuid)
{
    /// <summary>No id is longer: two addresses' worth of text and five numbers.</summary>
    public const int MaxLength = 192;

    private static readonly ConditionalWeakTable<ClientConnection, object> Serials = [];

    [ThreadStatic]
    private static Guid _workerId;

    [ThreadStatic]
    private static long _workerCount;

    private static long _connections;

    /// <summary>Writes an id; returns its length.</summary>
    public int Write(CorrelationIdGenerator generator, Exchange exchange, Span<byte> destination)
    {
        switch (generator)
        {
            case CorrelationIdGenerator.Uuid:
                newGuid().TryFormat(destination, out int length);
                return length;
            case CorrelationIdGenerator.Tracker:
                return WriteTracker(exchange.Connection, destination);
            default:
                return WriteCounter(destination);
        }
    }

    private int WriteCounter(Span<byte> destination)
    {
        // One id per thread, as Kong has one per worker: counting needs no synchronisation.
        if (_workerId == Guid.Empty)
        {
            _workerId = newGuid();
        }

        _workerId.TryFormat(destination, out int length);
        destination[length++] = (byte)'#';
        (++_workerCount).TryFormat(destination[length..], out int digits, default, CultureInfo.InvariantCulture);
        return length + digits;
    }

    private int WriteTracker(ClientConnection connection, Span<byte> destination)
    {
        double seconds = time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        Utf8.TryWrite(
            destination,
            CultureInfo.InvariantCulture,
            $"{connection.LocalAddress}-{connection.LocalPort}-{Environment.ProcessId}-{SerialOf(connection)}-{connection.Requests}-{seconds:F3}",
            out int length);
        return length;
    }

    private static long SerialOf(ClientConnection connection)
    {
        if (!Serials.TryGetValue(connection, out object? serial))
        {
            serial = Serials.GetValue(connection, static _ => Interlocked.Increment(ref _connections));
        }

        return (long)serial;
    }
}
