namespace Gatehouse.EndToEnd.Ai.Vendors;

/// <summary>Tokens as a vendor counts them; <paramref name="Input"/> is without those from and to its cache.</summary>
internal sealed record PlayedUsage(int Input, int Output, int CacheRead = 0, int CacheWrite = 0);
