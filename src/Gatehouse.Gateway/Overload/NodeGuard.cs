using Gatehouse.Gateway.Listeners;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Overload;

/// <summary>
/// Refuses requests before the node itself breaks: by requests in flight exactly, by memory and by the lag of loops for a share
/// that grows from nothing at the bound to everything at its end (memory: half of what is left; lag: four times the bound), so that
/// what is refused is not more than must be. Asked once per request, before any plugin: a refusal costs next to nothing.
/// </summary>
internal sealed partial class NodeGuard(NodeGuardOptions options, NodeCounters counters, int loops, ILogger logger)
{
    /// <summary>Parts that a share is counted in.</summary>
    private const int Whole = 1024;

    /// <summary>What is left of a lag's weight after a tenth of a second.</summary>
    private const double LagMemory = 0.8;

    private static readonly int Causes = Enum.GetValues<OverloadCause>().Length;

    private readonly LoopPressure[] _loops = [.. Enumerable.Range(0, loops).Select(_ => new LoopPressure(Causes))];
    private int _memoryShare;
    private int _isShedding;
    private long _shedBefore;

    /// <summary>Requests refused for a cause.</summary>
    public long Shed(OverloadCause cause) => _loops.Sum(l => Volatile.Read(ref l.Shed[(int)cause]));

    /// <summary>Milliseconds that a loop was late lately.</summary>
    public double Lag(int loop) => Volatile.Read(ref _loops[loop].Lag);

    /// <summary>
    /// Why a request of a loop is to be refused, on that loop's thread; <paramref name="inFlight"/> is what the loop has. The node
    /// is counted only where the loop has more than its part.
    /// </summary>
    public OverloadCause Refuses(int loop, int inFlight)
    {
        var mine = _loops[loop];
        var cause = OverloadCause.None;
        if (options.MaxRequests > 0 && (long)inFlight * loops > options.MaxRequests && counters.RequestsInFlight > options.MaxRequests)
        {
            cause = OverloadCause.Requests;
        }
        else if (mine.Share > 0 && mine.Falls(mine.Share))
        {
            cause = OverloadCause.Lag;
        }
        else if (_memoryShare > 0 && mine.Falls(_memoryShare))
        {
            cause = OverloadCause.Memory;
        }

        if (cause != OverloadCause.None)
        {
            mine.Shed[(int)cause]++;
            if (Interlocked.Exchange(ref _isShedding, 1) == 0)
            {
                LogShedding(cause);
            }
        }

        return cause;
    }

    /// <summary>
    /// Takes in how late a loop was; on that loop's thread, ten times a second. One that was late once, for a collection or because the
    /// machine stood still, has caught up when it is heard: twice in a row is a lag.
    /// </summary>
    public void NoteLag(int loop, double milliseconds)
    {
        var mine = _loops[loop];
        double bound = options.MaxLag.TotalMilliseconds;

        // Beyond the lag that refuses everything nothing more is remembered: how long a stop was does not matter when it is over.
        double before = bound > 0 ? Math.Min(mine.Lag, 4 * bound) : mine.Lag;
        mine.Lag = Math.Max(Math.Min(milliseconds, mine.Before), before * LagMemory);
        mine.Before = milliseconds;
        mine.Share = bound <= 0 ? 0 : ShareOf((mine.Lag - bound) / (3 * bound));
    }

    /// <summary>Takes in how much memory is used, and how much there is.</summary>
    public void NoteMemory(long used, long available)
    {
        double left = 1 - (options.MaxMemoryPercent / 100.0);
        _memoryShare = options.MaxMemoryPercent <= 0 || available <= 0
            ? 0
            : ShareOf((((double)used / available) - (options.MaxMemoryPercent / 100.0)) / Math.Max(0.01, left / 2));

        // Said once per episode; it is over when a while has passed without a refusal.
        long shed = Shed(OverloadCause.Requests) + Shed(OverloadCause.Memory) + Shed(OverloadCause.Lag);
        if (shed == _shedBefore && Interlocked.Exchange(ref _isShedding, 0) == 1)
        {
            LogRelieved(Shed(OverloadCause.Requests), Shed(OverloadCause.Memory), Shed(OverloadCause.Lag));
        }

        _shedBefore = shed;
    }

    private static int ShareOf(double pressure) => (int)Math.Round(Math.Clamp(pressure, 0, 1) * Whole);

    [LoggerMessage(EventId = 1601, Level = LogLevel.Warning, Message = "The node is overloaded ({Cause}) and refuses requests with 503")]
    private partial void LogShedding(OverloadCause cause);

    [LoggerMessage(EventId = 1602, Level = LogLevel.Warning, Message = "The node is no longer overloaded; refused since the start: {Requests} for requests in flight, {Memory} for memory, {Lag} for lag")]
    private partial void LogRelieved(long requests, long memory, long lag);

    // An object of its own per loop: written by that loop only.
    private sealed class LoopPressure(int causes)
    {
        public double Lag;
        public double Before;
        public int Share;
        public readonly long[] Shed = new long[causes];
        private int _accumulated;

        // Evenly spread without chance: of 1024 requests exactly the share falls.
        public bool Falls(int share)
        {
            _accumulated += share;
            if (_accumulated < Whole)
            {
                return false;
            }

            _accumulated -= Whole;
            return true;
        }
    }
}
