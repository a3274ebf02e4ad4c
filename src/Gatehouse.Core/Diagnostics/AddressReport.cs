using System.Net;

namespace Gatehouse.Core.Diagnostics;

/// <summary>Health of one address of a target.</summary>
/// <param name="EndPoint">Address and port.</param>
/// <param name="Weight">Weight of the target.</param>
/// <param name="IsHealthy">Whether it gets requests.</param>
/// <param name="Reason">Why it last changed; null = it never did.</param>
public sealed record AddressReport(IPEndPoint EndPoint, int Weight, bool IsHealthy, string? Reason);
