namespace Gatehouse.Gateway.Upstreams.Names;

/// <summary>Turns a host name into addresses. The one door to DNS; tests put a script behind it.</summary>
internal interface IHostResolver
{
    /// <summary>
    /// Looks a name up once. Never throws for what DNS may answer and may take as long as the system's resolver takes; it must
    /// not occupy a loop or a thread of the pool while it waits.
    /// </summary>
    Task<HostAnswer> ResolveAsync(string host);
}
