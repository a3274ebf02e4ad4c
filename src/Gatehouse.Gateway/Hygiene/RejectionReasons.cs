using Gatehouse.Core.Diagnostics;
using Gatehouse.Net.Http1;

namespace Gatehouse.Gateway.Hygiene;

/// <summary>The one table from <see cref="RejectionReason"/> to status, metric label, client text and log line.</summary>
internal static class RejectionReasons
{
    private const string BadRequest = "Bad request";
    private const string RequestTimeout = "Request timeout";
    private const string HeadersTooLarge = "Request header or cookie too large";
    private const string InvalidUpstream = "An invalid response was received from the upstream server";
    private const string UpstreamTimeout = "The upstream server is timing out";
    private const string UpstreamUnavailable = "The upstream server is currently unavailable";
    private const string Unexpected = "An unexpected error occurred";

    private static readonly Rejection[] Table = Build();

    /// <summary>Number of reasons.</summary>
    public static int Count => Table.Length;

    /// <summary>The row of a reason.</summary>
    public static Rejection Of(RejectionReason reason) => Table[(int)reason];

    /// <summary>The reason for what the protocol engine refused. Both enums start with the same members (a test compares names).</summary>
    public static RejectionReason From(Http1Rejection rejection) => (RejectionReason)(int)rejection;

    private static Rejection[] Build()
    {
        var table = new Rejection[Enum.GetValues<RejectionReason>().Length];
        foreach (var reason in Enum.GetValues<RejectionReason>())
        {
            table[(int)reason] = Row(reason);
        }

        return table;
    }

    private static Rejection Row(RejectionReason reason) => reason switch
    {
        RejectionReason.None => new(0, "none", "", "not rejected"),
        RejectionReason.BareLineFeed => Bad("bare_line_feed", "a line ended with a bare LF"),
        RejectionReason.BareCarriageReturn => Bad("bare_carriage_return", "a bare CR stood inside a line"),
        RejectionReason.MalformedRequestLine => Bad("malformed_request_line", "the request line is malformed"),
        RejectionReason.InvalidMethod => Bad("invalid_method", "the method is not a token"),
        RejectionReason.MethodTooLong => Bad("method_too_long", "the method is longer than the limit"),
        RejectionReason.InvalidTarget => Bad("invalid_target", "the request target is malformed"),
        RejectionReason.FragmentInTarget => Bad("fragment_in_target", "the request target has a fragment"),
        RejectionReason.TargetTooLong => new(414, "target_too_long", "URI too long", "the request target is longer than the limit"),
        RejectionReason.InvalidVersion => Bad("invalid_version", "the protocol version is malformed"),
        RejectionReason.UnsupportedVersion
            => new(505, "unsupported_version", "HTTP version not supported", "the protocol version is not supported"),
        RejectionReason.ConnectNotAllowed => new(405, "connect_not_allowed", "Method not allowed", "CONNECT is refused"),
        RejectionReason.HeaderLineFolding => Bad("header_line_folding", "a header field was folded over lines"),
        RejectionReason.HeaderNameInvalid => Bad("header_name_invalid", "a header field name is not a token"),
        RejectionReason.WhitespaceBeforeColon => Bad("whitespace_before_colon", "a blank stood before the colon of a header field"),
        RejectionReason.HeaderValueInvalid => Bad("header_value_invalid", "a header field value has control characters"),
        RejectionReason.TooManyHeaders => new(431, "too_many_headers", HeadersTooLarge, "more header fields than the limit"),
        RejectionReason.HeadersTooLarge => new(431, "headers_too_large", HeadersTooLarge, "the header section is larger than the limit"),
        RejectionReason.HostMissing => Bad("host_missing", "the Host field is missing"),
        RejectionReason.HostDuplicate => Bad("host_duplicate", "the Host field is repeated"),
        RejectionReason.HostInvalid => Bad("host_invalid", "the Host field is malformed"),
        RejectionReason.ContentLengthInvalid => Bad("content_length_invalid", "Content-Length is not a number"),
        RejectionReason.ContentLengthDuplicate => Bad("content_length_duplicate", "Content-Length is repeated"),
        RejectionReason.ContentLengthWithTransferEncoding
            => Bad("content_length_with_transfer_encoding", "Content-Length and Transfer-Encoding stood together"),
        RejectionReason.TransferEncodingInVersion10 => Bad("transfer_encoding_in_version_10", "Transfer-Encoding in HTTP/1.0"),
        RejectionReason.TransferEncodingUnknown => Bad("transfer_encoding_unknown", "the transfer coding is unknown or repeated"),
        RejectionReason.TransferEncodingNotChunkedLast
            => Bad("transfer_encoding_not_chunked_last", "chunked is not the last transfer coding"),
        RejectionReason.ChunkSizeInvalid => Bad("chunk_size_invalid", "a chunk size is malformed"),
        RejectionReason.ChunkExtensionInvalid => Bad("chunk_extension_invalid", "a chunk extension is malformed"),
        RejectionReason.ChunkExtensionTooLong => Bad("chunk_extension_too_long", "a chunk extension is longer than the limit"),
        RejectionReason.ChunkTerminatorMissing => Bad("chunk_terminator_missing", "a chunk did not end with CRLF"),
        RejectionReason.TrailerForbidden => Bad("trailer_forbidden", "a field stood in the trailer that must not"),
        RejectionReason.TrailerInvalid => Bad("trailer_invalid", "a trailer field is malformed"),
        RejectionReason.TrailersTooLarge => new(431, "trailers_too_large", HeadersTooLarge, "the trailer section is larger than the limit"),
        RejectionReason.BodyTooLarge => new(413, "body_too_large", "Payload too large", "the body is larger than the limit"),
        RejectionReason.BodyTruncated => Bad("body_truncated", "the client closed inside the body"),
        RejectionReason.ExpectationUnknown
            => new(417, "expectation_unknown", "Expectation failed", "Expect was not 100-continue"),
        RejectionReason.HeaderTimeout => new(408, "header_timeout", RequestTimeout, "the request head took too long"),
        RejectionReason.BodyTimeout => new(408, "body_timeout", RequestTimeout, "the request body stalled"),
        RejectionReason.BodyTooSlow => new(408, "body_too_slow", RequestTimeout, "the request body came slower than the minimum rate"),
        _ => RoadRow(reason),
    };

    private static Rejection RoadRow(RejectionReason reason) => reason switch
    {
        RejectionReason.TraceNotAllowed => new(405, "trace_not_allowed", "Method not allowed", "TRACE is refused"),
        RejectionReason.PathInvalid
            => Bad("path_invalid", "the path has a malformed escape, a control byte, NUL or a backslash"),
        RejectionReason.MisdirectedRequest
            => new(421, "misdirected_request", "Misdirected request", "Host does not belong to the name of the TLS handshake"),
        RejectionReason.RouteNotFound
            => new(404, "route_not_found", "no Route matched with those values", "no route matches"),
        RejectionReason.ServiceNotFound
            => new(503, "service_not_found", "no Service found with those values", "the route has no service"),
        RejectionReason.HttpsRequired
            => new(426, "https_required", "Please use HTTPS protocol", "the route takes https only"),
        RejectionReason.GrpcRequired
            => new(415, "grpc_required", "Non-gRPC request matched gRPC route", "the route takes gRPC only"),
        RejectionReason.PluginAnswered => new(0, "plugin_answered", "", "a plugin answered"),
        RejectionReason.Overloaded => new(503, "overloaded", "The gateway is overloaded", "the node or the service has all it can take"),
        RejectionReason.PluginFailed => new(500, "plugin_failed", Unexpected, "a plugin threw"),
        RejectionReason.NameResolutionFailed
            => new(503, "name_resolution_failed", "name resolution failed", "the upstream's name could not be resolved"),
        RejectionReason.NoHealthyTarget
            => new(503, "no_healthy_target", "failure to get a peer from the ring-balancer", "no target is available"),
        RejectionReason.UpstreamConnectFailed
            => new(502, "upstream_connect_failed", InvalidUpstream, "no connection to the upstream could be made"),
        RejectionReason.UpstreamConnectTimeout
            => new(504, "upstream_connect_timeout", UpstreamTimeout, "connecting to the upstream took too long"),
        RejectionReason.UpstreamTlsFailed => new(502, "upstream_tls_failed", InvalidUpstream, "the TLS handshake with the upstream failed"),
        RejectionReason.UpstreamReset => new(502, "upstream_reset", InvalidUpstream, "the upstream closed before it answered"),
        RejectionReason.UpstreamTimeout => new(504, "upstream_timeout", UpstreamTimeout, "the upstream did not answer in time"),
        RejectionReason.UpstreamInvalidResponse
            => new(502, "upstream_invalid_response", InvalidUpstream, "the upstream's answer is malformed"),
        RejectionReason.UpstreamBodyTruncated
            => new(502, "upstream_body_truncated", InvalidUpstream, "the upstream's answer ended too early"),
        RejectionReason.ClientAborted => new(499, "client_aborted", "", "the client went away"),
        RejectionReason.ClientTooSlow => new(408, "client_too_slow", RequestTimeout, "the client took the answer too slowly"),
        RejectionReason.Draining => new(503, "draining", UpstreamUnavailable, "this node is shutting down"),
        RejectionReason.Internal => new(500, "internal", Unexpected, "the gateway failed"),
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "no row for this reason"),
    };

    private static Rejection Bad(string label, string log) => new(400, label, BadRequest, log);
}
