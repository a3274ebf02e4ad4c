namespace Gatehouse.Core.Configuration;

/// <summary>Address and port condition of a stream route; at least one is set.</summary>
public sealed record RouteEndpoint(string? Ip, int? Port);
