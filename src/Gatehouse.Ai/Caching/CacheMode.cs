namespace Gatehouse.Ai.Caching;

/// <summary>What a request wants of the cache.</summary>
internal enum CacheMode
{
    /// <summary>Nothing: neither read nor kept.</summary>
    Bypass,

    /// <summary>An answer that is kept, else a new one that will be.</summary>
    Use,

    /// <summary>A new one, which will be kept.</summary>
    Refresh,
}
