namespace Gatehouse.Net.Loops;

/// <summary>What one loop has done since its start. A snapshot: the members may be one turn apart.</summary>
/// <param name="Turns">Turns made (one wait for events each).</param>
/// <param name="Events">Readiness events handled.</param>
/// <param name="Callbacks">Posted callbacks run.</param>
/// <param name="FailedCallbacks">Callbacks, timers and events that ended in an exception.</param>
/// <param name="BusyMilliseconds">Time spent outside of waiting: divided by wall time, the load of the loop.</param>
/// <param name="LongestTurnMicroseconds">
/// The longest turn: for so long an event had to wait at worst, the loop's lag. Reset by nobody.
/// </param>
public readonly record struct LoopStatistics(
    long Turns, long Events, long Callbacks, long FailedCallbacks, long BusyMilliseconds, long LongestTurnMicroseconds);
