using System.Net;

namespace Gatehouse.Gateway.Http2.Server;

/// <summary>The address that Kestrel "listens" on: connections are handed in, none is accepted.</summary>
internal sealed class AdoptionEndPoint : EndPoint
{
    public override string ToString() => "adopted";
}
