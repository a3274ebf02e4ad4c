namespace Gatehouse.Gateway.Observability;

/// <summary>State of one address of a target for <c>kong_upstream_target_health</c>.</summary>
/// <param name="Upstream">Name of the upstream.</param>
/// <param name="Target">The target as configured.</param>
/// <param name="Address"><c>ip:port</c>, empty when the name does not resolve.</param>
/// <param name="State">healthchecks_off, healthy, unhealthy or dns_error.</param>
public readonly record struct UpstreamTargetHealth(string Upstream, string Target, string Address, string State);
