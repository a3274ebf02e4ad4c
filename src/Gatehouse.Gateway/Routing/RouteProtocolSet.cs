namespace Gatehouse.Gateway.Routing;

/// <summary>Reads <c>protocols</c> lists.</summary>
internal static class RouteProtocolSet
{
    /// <summary>The flags of the listed names.</summary>
    public static RouteProtocols From(IReadOnlyList<string> names)
    {
        var protocols = RouteProtocols.None;
        foreach (string name in names)
        {
            protocols |= name switch
            {
                "http" => RouteProtocols.Http,
                "https" => RouteProtocols.Https,
                "grpc" => RouteProtocols.Grpc,
                "grpcs" => RouteProtocols.Grpcs,
                _ => RouteProtocols.Stream,
            };
        }

        return protocols;
    }
}
