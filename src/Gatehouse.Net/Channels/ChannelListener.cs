using System.Net;

namespace Gatehouse.Net.Channels;

/// <summary>A bound address.</summary>
public sealed class ChannelListener : IDisposable
{
    private readonly IReadOnlyList<IListenerPart> _parts;
    private Task? _stopped;

    internal ChannelListener(IPEndPoint endPoint, IReadOnlyList<IListenerPart> parts)
    {
        EndPoint = endPoint;
        _parts = parts;
    }

    /// <summary>The address with the real port (when 0 was asked for).</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Stops accepting; connections live on. Connections already in the backlog are accepted first.</summary>
    public Task StopAsync() => _stopped ??= Task.WhenAll(_parts.Select(part => part.StopAsync()));

    /// <summary>Begins what <see cref="StopAsync"/> does, without waiting for it.</summary>
    public void Dispose() => _ = StopAsync();
}
