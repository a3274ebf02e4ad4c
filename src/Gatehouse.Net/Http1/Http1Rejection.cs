namespace Gatehouse.Net.Http1;

/// <summary>
/// Every reason for which a request is refused before it is understood. <see cref="Http1Rejections"/> maps each to its
/// status and to the label used in metrics and logs.
/// </summary>
public enum Http1Rejection
{
    None = 0,
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
}
