namespace Gatehouse.Composition;

/// <summary>
/// Shares the process's descriptors out. A client connection may need a second one towards an upstream; a runtime that gets none
/// for a thread, a pipe or a file does not fail a request, it ends the process.
/// </summary>
/// <param name="limit">Descriptors the process may have open.</param>
/// <param name="workers">Event loops.</param>
internal sealed class DescriptorBudget(long limit, int workers)
{
    /// <summary>
    /// The runtime keeps every assembly it has loaded open, twice: some 180 descriptors when a node begins to serve, 220 once all
    /// of it has been used. The rest is for logs, watchers, and the control APIs with their clients.
    /// </summary>
    private const int ForProcess = 320;

    /// <summary>epoll, its wake-up, and the listeners of a loop.</summary>
    private const int ForLoop = 4;

    /// <summary>Fewer than that is no gateway.</summary>
    private const int LeastConnections = 16;

    /// <summary>Descriptors the process may have open; <see cref="long.MaxValue"/> = no limit.</summary>
    public long Limit => limit;

    /// <summary>The smallest limit to start with.</summary>
    public long Least => Reserve + (2 * LeastConnections);

    /// <summary>Whether a start makes sense.</summary>
    public bool IsEnough => limit >= Least;

    /// <summary>Why a node does not start.</summary>
    public string Refusal
        => $"Not started: the limit on open files is {Limit}, at least {Least} are needed (see ulimit -n).";

    private long Reserve => ForProcess + ((long)ForLoop * workers);

    /// <summary>Client connections at a time: as many as wanted, as far as descriptors for both sides reach.</summary>
    public int Allow(long wanted) => (int)Math.Clamp((limit - Reserve) / 2, 1, Math.Clamp(wanted, 1, int.MaxValue));
}
