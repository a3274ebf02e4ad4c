namespace Gatehouse.Net.Channels;

/// <summary>One listening socket of a <see cref="ChannelListener"/>.</summary>
internal interface IListenerPart
{
    /// <summary>Accepts what is queued, then closes. From any thread; completes when it is closed.</summary>
    Task StopAsync();
}
