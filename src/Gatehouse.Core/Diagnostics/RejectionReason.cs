namespace Gatehouse.Core.Diagnostics;

/// <summary>
/// Every reason for which the gateway itself ends an exchange. Each maps in one place to a status, a metric label and a log
/// line (<c>Gateway/Hygiene</c>). Names of protocol reasons equal those of <c>Gatehouse.Net.Http1.Http1Rejection</c>.
/// </summary>
public enum RejectionReason
{
    None = 0,

    // The message is malformed or hostile (400 unless named otherwise in the table).
    BareLineFeed,
    BareCarriageReturn,
    MalformedRequestLine,
    InvalidMethod,
    MethodTooLong,
    InvalidTarget,
    FragmentInTarget,
    TargetTooLong,
    InvalidVersion,
    UnsupportedVersion,
    ConnectNotAllowed,
    HeaderLineFolding,
    HeaderNameInvalid,
    WhitespaceBeforeColon,
    HeaderValueInvalid,
    TooManyHeaders,
    HeadersTooLarge,
    HostMissing,
    HostDuplicate,
    HostInvalid,
    ContentLengthInvalid,
    ContentLengthDuplicate,
    ContentLengthWithTransferEncoding,
    TransferEncodingInVersion10,
    TransferEncodingUnknown,
    TransferEncodingNotChunkedLast,
    ChunkSizeInvalid,
    ChunkExtensionInvalid,
    ChunkExtensionTooLong,
    ChunkTerminatorMissing,
    TrailerForbidden,
    TrailerInvalid,
    TrailersTooLarge,
    BodyTooLarge,
    BodyTruncated,
    ExpectationUnknown,
    HeaderTimeout,
    BodyTimeout,
    BodyTooSlow,

    // The message is well-formed, the request is refused.
    TraceNotAllowed,
    PathInvalid,
    MisdirectedRequest,
    RouteNotFound,
    ServiceNotFound,
    HttpsRequired,
    GrpcRequired,
    PluginAnswered,
    PluginFailed,
    Overloaded,

    // The upstream or the gateway failed.
    NameResolutionFailed,
    NoHealthyTarget,
    UpstreamConnectFailed,
    UpstreamConnectTimeout,
    UpstreamTlsFailed,
    UpstreamReset,
    UpstreamTimeout,
    UpstreamInvalidResponse,
    UpstreamBodyTruncated,
    ClientAborted,
    ClientTooSlow,
    Draining,
    Internal,
}
