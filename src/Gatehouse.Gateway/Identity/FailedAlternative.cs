using Gatehouse.Core.Exchanges;

namespace Gatehouse.Gateway.Identity;

/// <summary>A failure that is none if another plugin lets the request in.</summary>
/// <param name="Plugin">Which plugin says so.</param>
/// <param name="Reason">Why.</param>
/// <param name="Refused">The credential that was recognised and is good no more; null where none was.</param>
/// <param name="Earlier">That of the plugin before; null where there is none.</param>
/// <remarks>Kept in <see cref="Exchange.FailedAlternatives"/>.</remarks>
internal sealed record FailedAlternative(string Plugin, AuthenticationFailureReason Reason, ConsumerCredential? Refused, FailedAlternative? Earlier);
