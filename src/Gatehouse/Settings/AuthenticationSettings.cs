namespace Gatehouse.Settings;

/// <summary>How failed authentications are treated.</summary>
/// <param name="LongestDelay">Longest time that the answer to a repeated failure is held back; zero = never.</param>
/// <param name="FreeFailures">Failures of an address that are answered at once.</param>
public sealed record AuthenticationSettings(TimeSpan LongestDelay, int FreeFailures);
