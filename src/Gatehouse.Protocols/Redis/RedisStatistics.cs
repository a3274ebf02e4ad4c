namespace Gatehouse.Protocols.Redis;

/// <summary>What a client has done. May be read on any thread; the members may be an instant apart.</summary>
/// <param name="State">Whether commands get anywhere.</param>
/// <param name="Connections">Servers connected to.</param>
/// <param name="InFlight">Commands without an answer.</param>
/// <param name="Commands">Commands answered by a server, errors included.</param>
/// <param name="Failures">Commands that ended with a <see cref="RedisFailure"/>.</param>
/// <param name="TimedOut">Those of them that got no answer in time.</param>
/// <param name="Connects">Connections made.</param>
/// <param name="ConnectFailures">Attempts that came to nothing, and connections lost.</param>
public readonly record struct RedisStatistics(
    RedisState State, int Connections, int InFlight, long Commands, long Failures, long TimedOut, long Connects, long ConnectFailures);
