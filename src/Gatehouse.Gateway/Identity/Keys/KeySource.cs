using Gatehouse.Gateway.Outbound;

namespace Gatehouse.Gateway.Identity.Keys;

/// <summary>Where a key set is published. Equal sources share one set.</summary>
/// <param name="Url">Absolute, http or https.</param>
/// <param name="Reach">Which addresses are allowed, by who named the URL.</param>
/// <param name="VerifyTls">Whether the server's certificate is verified.</param>
internal sealed record KeySource(Uri Url, OutboundReach Reach = OutboundReach.Configured, bool VerifyTls = true);
