using Gatehouse.Gateway.Outbound;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Identity.Keys;

/// <summary>All remote key sets of the node.</summary>
internal sealed class RemoteKeySets(OutboundClient client, TimeProvider time, ILogger logger, RemoteDocumentOptions? options = null)
    : RemoteRegistry<KeySource, RemoteKeySet>(source => new RemoteKeySet(source, client, options ?? RemoteDocumentOptions.Default, time, logger));
