namespace Gatehouse.Gateway.Outbound;

/// <summary>Something remote that is kept fresh in the background and shared by everybody who names the same source.</summary>
internal interface ISharedRemote<out TSource> : IDisposable
{
    /// <summary>Where it is; equal sources are one object.</summary>
    TSource Source { get; }

    /// <summary>Begins to fetch.</summary>
    void Start();
}
