using Gatehouse.Protocols.Jose;

namespace Gatehouse.Gateway.Identity.Keys;

/// <summary>What looking for a key led to.</summary>
/// <param name="Key">The key; null when there is none.</param>
/// <param name="Error">Why there is none.</param>
/// <param name="IsUnavailable">Whether that is because no key set could be fetched: the token may be a good one, and is denied.</param>
internal readonly record struct RemoteKey(JoseKey? Key, JoseError Error, bool IsUnavailable);
