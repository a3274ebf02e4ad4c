namespace Gatehouse.Gateway.Routing;

/// <summary>Whether the route that won takes the protocol that the request came with.</summary>
internal enum ProtocolVerdict
{
    Allowed,

    /// <summary>426 with <see cref="ProtocolGate.HttpsMessage"/>, <c>Connection: Upgrade</c>, <c>Upgrade: TLS/1.2, HTTP/1.1</c>.</summary>
    HttpsRequired,

    /// <summary>The route's redirect status with <see cref="ProtocolGate.Location"/> and no body.</summary>
    RedirectToHttps,

    /// <summary>426 with <see cref="ProtocolGate.Http2Message"/>, <c>Connection: Upgrade</c>, <c>Upgrade: HTTP/2</c>.</summary>
    Http2Required,

    /// <summary>415 with <see cref="ProtocolGate.GrpcMessage"/>.</summary>
    GrpcRequired,

    /// <summary>200 with <c>Content-Type: application/grpc</c>, <c>grpc-status: 1</c>, <see cref="ProtocolGate.GrpcsMessage"/> as <c>grpc-message</c>.</summary>
    GrpcsRequired,
}
