using Gatehouse.Gateway.Identity.Keys;
using Gatehouse.Gateway.Outbound;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Identity.OpenId;

/// <summary>All providers of the node.</summary>
internal sealed class RemoteProviders(OutboundClient client, RemoteKeySets keySets, TimeProvider time, ILogger logger)
    : RemoteRegistry<ProviderSource, RemoteProvider>(source => new RemoteProvider(source, client, keySets, time, logger));
