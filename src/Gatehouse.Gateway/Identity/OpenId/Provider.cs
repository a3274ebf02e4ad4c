using Gatehouse.Gateway.Identity.Keys;

namespace Gatehouse.Gateway.Identity.OpenId;

/// <summary>A provider as it was described last, with its keys.</summary>
internal sealed record Provider(ProviderMetadata Metadata, RemoteKeySet Keys);
